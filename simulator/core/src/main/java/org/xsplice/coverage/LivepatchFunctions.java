// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.xsplice.asm.CapstoneDisassembler;
import org.xsplice.asm.Disassembler;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.Symbol;
import org.xsplice.machine.Access;
import org.xsplice.machine.CodeObserver;
import org.xsplice.machine.Machine;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;

/**
 * The functions of {@code xen/common/livepatch.c}, {@code xen/common/livepatch_elf.c} and
 * {@code xen/arch/x86/livepatch.c} in an image. Static ones are known by their file; the others have the word in their
 * name. Those that run at boot only are gone by then.
 */
final class LivepatchFunctions {
    private static final Pattern STATIC =
            Pattern.compile("(common/livepatch|common/livepatch_elf|arch/x86/livepatch)\\.c#.*");
    private static final Pattern GLOBAL = Pattern.compile("(arch_|check_for_)?livepatch_\\w+");

    /** Functions that are no farther apart, in bytes, are followed as one range. */
    private static final int ADJACENT = 16;

    /** No function has more bytes; a symbol that has is no function. */
    private static final int SIZE_MAX = 1 << 16;

    private LivepatchFunctions() {}

    /**
     * Reads them from memory after the boot.
     *
     * @return by address; nothing where the image has no such code
     */
    static List<TracedFunction> of(HypervisorImage image, Memory memory) {
        List<Symbol> symbols = new ArrayList<>();
        for (String name : image.symbols().names()) {
            boolean one = STATIC.matcher(name).matches() || GLOBAL.matcher(name).matches();
            Optional<Symbol> symbol = one ? image.symbols().find(name) : Optional.empty();
            symbol.filter(s -> isCode(memory, s)).ifPresent(symbols::add);
        }
        symbols.sort((a, b) -> Long.compareUnsigned(a.address(), b.address()));
        List<TracedFunction> functions = new ArrayList<>();
        try (Disassembler disassembler = new CapstoneDisassembler()) {
            for (Symbol symbol : symbols) {
                byte[] code = memory.read(symbol.address(), (int) symbol.size());
                functions.add(new TracedFunction(
                        symbol.name(),
                        symbol.address(),
                        symbol.size(),
                        BasicBlocks.of(disassembler.disassemble(code, symbol.address(), code.length))));
            }
        }
        return functions;
    }

    /**
     * Follows, for good, what all CPUs of a machine execute of functions.
     *
     * @param functions by address
     */
    static void trace(List<TracedFunction> functions, Machine machine, CodeObserver observer) {
        for (int i = 0; i < functions.size(); ) {
            long first = functions.get(i).address();
            long end = first;
            for (; i < functions.size() && functions.get(i).address() - end < ADJACENT; i++) {
                end = functions.get(i).address() + functions.get(i).size();
            }
            for (int cpu = 0; cpu < machine.cpuCount(); cpu++) {
                machine.cpu(cpu).traceCode(first, end - 1, observer);
            }
        }
    }

    private static boolean isCode(Memory memory, Symbol symbol) {
        boolean sane = symbol.size() > 0 && symbol.size() <= SIZE_MAX;
        return sane
                && isExecutable(memory, symbol.address())
                && isExecutable(memory, symbol.address() + symbol.size() - 1);
    }

    private static boolean isExecutable(Memory memory, long address) {
        Permission permission = memory.permissionAt(address);
        return permission != null && permission.allows(Access.EXECUTE);
    }
}
