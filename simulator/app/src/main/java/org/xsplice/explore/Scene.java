// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.xsplice.asm.Instruction;
import org.xsplice.machine.Register;
import org.xsplice.machine.TextChange;
import org.xsplice.payload.PatchSite;

/** What there is to see when a property breaks: where each CPU stands, and what text it finds there. */
final class Scene {
    private static final int INSTRUCTION_MAX = 15;

    private final SteeredHost host;
    private final int executing;
    private final long address;
    private final List<String> lines = new ArrayList<>();

    private Scene(SteeredHost host, int executing, long address) {
        this.host = host;
        this.executing = executing;
        this.address = address;
    }

    /** Returns it as lines. */
    static List<String> of(SteeredHost host) {
        return of(host, -1, 0);
    }

    /** Returns it as lines, where a CPU is about to execute the instruction at an address; an NMI may have brought it there. */
    static List<String> of(SteeredHost host, int executing, long address) {
        Scene scene = new Scene(host, executing, address);
        for (int cpu = 0; cpu < host.cpus(); cpu++) {
            String interrupts = host.orders().interruptsOff(cpu) ? ", interrupts off" : "";
            scene.lines.add(format("CPU %d  %s%s", cpu, host.standsAt(cpu), interrupts));
        }
        host.sites().forEach(scene::text);
        return List.copyOf(scene.lines);
    }

    /** Shows text that is being written, and what CPUs that stand there or lag behind see instead. */
    private void text(PatchSite site) {
        long start = site.window().start();
        Optional<TextChange> write = host.text().pending().stream()
                .filter(change -> site.window().contains(change.address()))
                .findFirst();
        List<Integer> concerned = new ArrayList<>();
        byte[] there = host.memory().read(start, site.length());
        for (int cpu = 0; cpu < host.cpus(); cpu++) {
            if (site.window().contains(standsAt(cpu))
                    || !Arrays.equals(there, host.cpu(cpu).see(start, site.length()))) {
                concerned.add(cpu);
            }
        }
        if (write.isEmpty() && concerned.isEmpty()) {
            return;
        }
        lines.add(site.function() + (write.isPresent() ? ", which is being written:" : ":"));
        write.ifPresentOrElse(
                change -> {
                    row("old", change.address(), followed(change.address(), change.before()));
                    row("new", change.address(), followed(change.address(), change.after()));
                },
                () -> row("in memory", start, host.memory().read(start, INSTRUCTION_MAX)));
        for (int cpu : concerned) {
            long at = site.window().contains(standsAt(cpu)) ? standsAt(cpu) : start;
            String offset = at == start ? "" : " at +" + (at - start);
            row("CPU " + cpu + " sees" + offset, at, host.cpu(cpu).see(at, INSTRUCTION_MAX));
        }
    }

    /** Returns which instruction of the guest a CPU executes next, or 0 where it executes none. */
    private long standsAt(int cpu) {
        if (cpu == executing) {
            return address;
        }
        return host.orders().executesGuest(cpu) ? host.cpu(cpu).get(Register.RIP) : 0;
    }

    /** Returns bytes with what memory has after them. */
    private byte[] followed(long address, byte[] bytes) {
        byte[] all = host.memory().read(address, Math.max(bytes.length, INSTRUCTION_MAX));
        System.arraycopy(bytes, 0, all, 0, bytes.length);
        return all;
    }

    private void row(String who, long address, byte[] code) {
        Optional<Instruction> first =
                host.disassembler().disassemble(code, address, 1).stream().findFirst();
        String bytes = first.map(instruction ->
                        Hex.of(Arrays.copyOf(code, instruction.bytes().length())))
                .orElseGet(() -> Hex.of(Arrays.copyOf(code, 5)));
        lines.add(format(
                "  %-15s %-21s %s", who, bytes, first.map(Instruction::text).orElse("no instruction")));
    }
}
