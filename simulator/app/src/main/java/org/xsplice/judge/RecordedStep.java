// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One step and what was seen.
 *
 * @param command as it was recorded, for example {@code lp apply m}
 * @param expected the recorded fields, by their names in the file
 */
record RecordedStep(String command, ObjectNode expected) {}
