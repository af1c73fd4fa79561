// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.expect;

import java.util.List;
import java.util.Optional;
import org.xsplice.asm.Disassembler;
import org.xsplice.event.EventData;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.scenario.step.Operation;
import org.xsplice.scenario.step.Reply;

/**
 * What expectations can look at.
 *
 * @param console the lines that they are about
 * @param strict what strict mode refused in the step
 * @param text the hypervisor's text as it was at the start
 */
public record Observed(
        ControlPlane plane,
        Operation operation,
        Reply reply,
        List<String> console,
        OriginalText text,
        Optional<EventData.StrictRefused> strict,
        Disassembler disassembler) {
    /** Returns the status of the payload of that name; nothing where there is none. */
    Optional<PayloadStatus> status(String payload) {
        return plane.statuses().stream().filter(s -> s.name().equals(payload)).findFirst();
    }
}
