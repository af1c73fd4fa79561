// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane;

import java.util.Optional;

/**
 * What GET returned.
 *
 * @param status there if the outcome is 0
 */
public record GetReply(Outcome outcome, Optional<PayloadStatus> status) {}
