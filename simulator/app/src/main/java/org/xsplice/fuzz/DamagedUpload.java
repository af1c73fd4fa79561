// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.List;

/**
 * What is asked of the hypervisor.
 *
 * @param changes what was done to the file or to the name, one sentence each
 */
record DamagedUpload(String name, byte[] file, List<String> changes) {}
