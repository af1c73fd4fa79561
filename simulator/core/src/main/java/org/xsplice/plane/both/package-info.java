// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Two planes side by side: both are asked the same, and their answers are compared. The first difference is a {@link
 * org.xsplice.plane.both.DisagreementException}.
 */
package org.xsplice.plane.both;
