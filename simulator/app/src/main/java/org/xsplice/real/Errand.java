// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import java.util.List;
import java.util.Map;

/**
 * What a real Xen will be asked.
 *
 * @param steps commands of the driver, each a list of words, one character a byte
 * @param payloads contents by file name; the commands know them as {@code /payloads/NAME}
 */
public record Errand(List<List<String>> steps, Map<String, byte[]> payloads) {
    /** Where the first domain has the payloads. */
    public static final String PAYLOADS = "/payloads/";
}
