// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.Optional;
import org.xsplice.hypervisor.HypervisorView;
import org.xsplice.machine.PageFaultException;

/** How a guest function's RAX is read. */
public enum ReturnType {
    /** Text where it points to some; else a number. */
    AUTO("auto"),
    STRING("string"),
    INT("int"),
    LONG("long"),
    NONE("none");

    private static final int TEXT_MAX = 1024;

    private final String word;

    ReturnType(String word) {
        this.word = word;
    }

    /** Returns what scenario files call it. */
    public String word() {
        return word;
    }

    ReturnValue read(HypervisorView hypervisor, long rax) {
        return switch (this) {
            case AUTO ->
                text(hypervisor, rax)
                        .filter(ReturnType::printable)
                        .<ReturnValue>map(ReturnValue.Text::new)
                        .orElse(rax >>> 32 == 0 ? new ReturnValue.Number((int) rax) : new ReturnValue.Number(rax));
            case STRING ->
                text(hypervisor, rax).<ReturnValue>map(ReturnValue.Text::new).orElse(new ReturnValue.BadPointer(rax));
            case INT -> new ReturnValue.Number((int) rax);
            case LONG -> new ReturnValue.Number(rax);
            case NONE -> new ReturnValue.Nothing();
        };
    }

    private static Optional<String> text(HypervisorView hypervisor, long address) {
        StringBuilder text = new StringBuilder();
        try {
            while (text.length() < TEXT_MAX) {
                int c = hypervisor.memory().readByte(address + text.length()) & 0xff;
                if (c == 0) {
                    return Optional.of(text.toString());
                }
                text.append((char) c);
            }
        } catch (PageFaultException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean printable(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c <= '~' || c == '\n' || c == '\t');
    }
}
