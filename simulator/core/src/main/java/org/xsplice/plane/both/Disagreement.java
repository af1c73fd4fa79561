// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.both;

import static org.xsplice.text.Formats.format;

/**
 * The first thing that the model and Xen's own code disagree in.
 *
 * @param operation what was asked, for example {@code UPLOAD hello}
 * @param field in what they differ: outcome, status, list, console, text, or memory of a payload
 * @param model what the model says
 * @param xen what Xen's code says
 * @param cause which check of the model decided, and where the guest's code was, as far as known
 */
public record Disagreement(String operation, String field, String model, String xen, String cause) {
    @Override
    public String toString() {
        return format("%s: %s differs%n  model: %s%n  xen:   %s%n  %s", operation, field, model, xen, cause);
    }
}
