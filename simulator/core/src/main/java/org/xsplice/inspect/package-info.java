// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Explains a payload without applying it: whether the hypervisor accepts it and why not, what would mend it, what is
 * risky about it, and what is in it.
 *
 * <pre>{@code
 * try (Inspector inspector = new Inspector(image, Profiles.XEN_4_17, List.of())) {
 *     Inspection inspection = inspector.inspect(file);
 *     Optional<PayloadFile> mended = inspector.mend(inspection);
 * }
 * }</pre>
 */
package org.xsplice.inspect;
