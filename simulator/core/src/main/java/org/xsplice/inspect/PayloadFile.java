// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

/**
 * A payload to upload.
 *
 * @param name under which it is uploaded
 * @param bytes of the file; not to be changed
 */
public record PayloadFile(String name, byte[] bytes) {}
