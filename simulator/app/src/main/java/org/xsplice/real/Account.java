// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * What a real Xen did.
 *
 * @param steps what was seen of each step that it survived, by the names of recorded cases
 * @param deathConsole the console's last lines, there if it died in the step after those; silence before them is an
 *     endless loop
 * @param seconds that it took, the boot included
 */
public record Account(
        List<ObjectNode> steps, Optional<List<String>> deathConsole, Accelerator accelerator, double seconds) {}
