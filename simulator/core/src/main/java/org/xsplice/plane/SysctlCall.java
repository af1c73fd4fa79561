// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane;

import static org.xsplice.text.Formats.format;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A call of {@code livepatch_op} by somebody who need not be well-behaved: {@code struct xen_sysctl_livepatch_op} with
 * whatever values, and perhaps with flaws. What a command does not use is not looked at.
 *
 * @param cmd {@code XEN_SYSCTL_LIVEPATCH_}: 0 UPLOAD, 1 GET, 2 LIST, 3 ACTION, or a number that means nothing
 * @param name of the payload
 * @param action what ACTION is to do
 * @param flags of ACTION
 * @param index where LIST begins
 * @param count how many LIST may return
 * @param size of the payload of UPLOAD, in bytes; all of them are 0
 */
public record SysctlCall(int cmd, String name, int action, int flags, int index, int count, int size, Set<Flaw> flaws) {
    public static final int UPLOAD = 0;
    public static final int GET = 1;
    public static final int LIST = 2;
    public static final int ACTION = 3;

    public SysctlCall {
        flaws = flaws.isEmpty() ? Set.of() : EnumSet.copyOf(flaws);
    }

    public boolean has(Flaw flaw) {
        return flaws.contains(flaw);
    }

    /** Writes it as a command, for people. */
    public String text() {
        String flawed = flaws.stream().map(flaw -> " " + flaw.word()).sorted().collect(Collectors.joining());
        return switch (cmd) {
                    case UPLOAD -> format("upload %s %d bytes", name, size);
                    case GET -> "get " + name;
                    case LIST -> format("list %d %d", index, count);
                    case ACTION -> format("action %d %s flags %d", action, name, flags);
                    default -> "command " + Integer.toUnsignedString(cmd);
                }
                + flawed;
    }
}
