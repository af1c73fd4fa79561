// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import static org.xsplice.text.Formats.format;

import java.util.Arrays;
import java.util.Optional;
import org.xsplice.machine.TextChange;

/** Text that is being written must not be executed half written. */
final class TornInstruction implements Property {
    @Override
    public String name() {
        return "torn instruction";
    }

    @Override
    public String meaning() {
        return "no CPU executes text in which some bytes are new and some are old";
    }

    @Override
    public Optional<String> executes(SteeredHost host, int cpu, long address, int length) {
        for (TextChange write : host.text().pending()) {
            int size = write.after().length;
            if (address >= write.address() && address < write.address() + size) {
                byte[] seen = host.cpu(cpu).see(write.address(), size);
                if (!Arrays.equals(seen, write.before()) && !Arrays.equals(seen, write.after())) {
                    return Optional.of(format(
                            "CPU %d executes %s, where %s is: neither the old %s nor the new %s",
                            cpu, host.nameOf(address), Hex.of(seen), Hex.of(write.before()), Hex.of(write.after())));
                }
            }
        }
        return Optional.empty();
    }
}
