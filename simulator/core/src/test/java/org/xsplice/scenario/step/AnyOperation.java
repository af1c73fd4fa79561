// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.xsplice.client.FileReply;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.ByteString;
import org.xsplice.plane.SysctlCall;
import org.xsplice.plane.Trouble;
import org.xsplice.time.Duration;

/** An operation of each kind, for tests of what holds for all. */
public final class AnyOperation {
    private AnyOperation() {}

    /** Returns one of each; {@link OperationTests} sees that none is missing. */
    public static List<Operation> ofEachKind() {
        return Stream.<Operation>of(
                        new Upload("p", "p.livepatch", ByteString.of()),
                        new Action(ActionCommand.APPLY, "p", Duration.ZERO, false, true),
                        new ListPayloads(),
                        new Tool(List.of("list"), path -> new FileReply.NotOpened(Errno.ENOENT)),
                        new PressKey('x'),
                        new Call("xen_extra_version", List.of(), ReturnType.AUTO),
                        new Busy(0, Duration.ofMicros(1)),
                        new Hypercall(0, 63, List.of()),
                        new Nmi(0),
                        new Plug(1, false, Duration.ofMicros(1)),
                        new WaitQueue(0, 1),
                        new Wake(0),
                        new Wait(Duration.ofMicros(1)),
                        new Sysctl(new SysctlCall(17, "p", 0, 0, 0, 0, 0, Set.of())),
                        new CauseTrouble(Trouble.of(Trouble.Kind.CPU_MAPS)),
                        new Look())
                .toList();
    }
}
