// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.function.Function;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Memory;
import org.xsplice.machine.PageFault;
import org.xsplice.machine.PageFaultException;
import org.xsplice.machine.Register;
import org.xsplice.state.HostState;
import org.xsplice.state.Ref;

/**
 * Stands in for {@code vprintk_common(prefix, fmt, va_list)} (xen/drivers/char/console.c), behind which are locks and
 * devices: formats from the guest's registers and memory, and gives the console whole lines without their level. Since 4.21
 * the prefix is the last of the three.
 */
final class PrintkBridge implements Bridge {
    private static final int BUFFER_SIZE = 1024;
    private static final String DEFAULT_PREFIX = "(XEN) ";

    private final Memory memory;
    private final Console console;
    private final VirtualRegions regions;
    private final Function<PageFault, Death> deaths;
    private final Ref<String> line;

    /**
     * @param deaths tells what a fault of vsnprintf looks like
     */
    PrintkBridge(
            Memory memory,
            Console console,
            VirtualRegions regions,
            Function<PageFault, Death> deaths,
            HostState state) {
        this.deaths = deaths;
        this.memory = memory;
        this.console = console;
        this.regions = regions;
        line = state.value("printk.line", "");
    }

    /** Does what it stands for. Memory that it is given and that is not there, Xen's own would find so in vsnprintf. */
    @Override
    public long call(Cpu cpu) {
        try {
            print(cpu);
            return 0;
        } catch (PageFaultException e) {
            throw new HypervisorDiedException(deaths.apply(e.fault()));
        }
    }

    private void print(Cpu cpu) {
        boolean prefixIsLast = isOnStack(cpu, GuestCaller.argument(cpu, 1));
        String prefix = PrintkArguments.string(memory, GuestCaller.argument(cpu, prefixIsLast ? 2 : 0));
        String format = PrintkArguments.string(memory, GuestCaller.argument(cpu, prefixIsLast ? 0 : 1));
        VaList values = new VaList(GuestCaller.argument(cpu, prefixIsLast ? 1 : 2));
        String text = untilNul(PrintkFormat.format(format, values));
        String rest = line.get() + (text.length() < BUFFER_SIZE ? text : text.substring(0, BUFFER_SIZE - 1));
        for (int end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
            String whole = rest.substring(0, end);
            rest = rest.substring(end + 1);
            line.set(rest);
            console.write((prefix.equals(DEFAULT_PREFIX) ? "" : prefix) + withoutLevel(whole) + "\n");
        }
        line.set(rest);
    }

    /** The {@code va_list} is there; a format is not. */
    private static boolean isOnStack(Cpu cpu, long address) {
        return (address & -GuestLayout.STACK_SIZE) == (cpu.get(Register.RSP) & -GuestLayout.STACK_SIZE);
    }

    /** What is formatted is a C string: after a {@code %c} of 0 nothing is printed. */
    private static String untilNul(String text) {
        int nul = text.indexOf('\0');
        return nul < 0 ? text : text.substring(0, nul);
    }

    /** Drops {@code XENLOG_} prefixes: {@code <0>} to {@code <3>} and {@code <G>}. */
    private static String withoutLevel(String text) {
        int at = 0;
        while (text.length() > at + 2 && text.charAt(at) == '<' && text.charAt(at + 2) == '>') {
            at += 3;
        }
        return text.substring(at);
    }

    /** {@code va_list} (psABI section 3.5.7): registers first, then the stack. */
    private final class VaList extends PrintkArguments {
        private static final int GP_OFFSET = 0;
        private static final int OVERFLOW_ARG_AREA = 8;
        private static final int REG_SAVE_AREA = 16;
        private static final int GP_OFFSET_END = 48;

        private final long list;

        VaList(long list) {
            super(memory, regions);
            this.list = list;
        }

        @Override
        public long number() {
            int offset = memory.readInt(list + GP_OFFSET);
            if (offset < GP_OFFSET_END) {
                memory.writeInt(list + GP_OFFSET, offset + Long.BYTES);
                return memory.readLong(memory.readLong(list + REG_SAVE_AREA) + offset);
            }
            long area = memory.readLong(list + OVERFLOW_ARG_AREA);
            memory.writeLong(list + OVERFLOW_ARG_AREA, area + Long.BYTES);
            return memory.readLong(area);
        }
    }
}
