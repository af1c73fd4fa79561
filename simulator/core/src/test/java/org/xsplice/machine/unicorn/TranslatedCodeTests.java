// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.machine.unicorn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.xsplice.machine.Permission;
import org.xsplice.machine.Register;
import org.xsplice.machine.Stop;

/** What an engine keeps of the code that it has translated is bounded, and code runs on when that bound is reached. */
class TranslatedCodeTests {
    private static final long TEXT = 0xffff82d040200000L;
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int CPUS = 8;
    private static final int ADDITIONS = 400;
    /** Of so many translations of that code, each has some ten kilobytes of the host's. */
    private static final int TRANSLATIONS = 6000;

    private static long reservedMebibytes() throws IOException {
        String line = Files.readAllLines(STATUS).stream()
                .filter(each -> each.startsWith("VmSize:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
    }

    @Test
    void eightEnginesReserveLessThanTwoGibibytes() throws IOException {
        assumeTrue(Files.exists(STATUS));
        long before = reservedMebibytes();
        try (UnicornMachine machine = new UnicornMachine(CPUS)) {
            assumeTrue(machine.obeysWriteProtect(), "this is what Unicorn 2.1 can be told");
            machine.memory().map(TEXT, 0x1000, Permission.RX);
            machine.memory().poke(TEXT, new byte[] {(byte) 0xf4}, 0, 1);
            for (int cpu = 0; cpu < CPUS; cpu++) {
                assertThat(machine.cpu(cpu).run(TEXT, 10)).isEqualTo(new Stop.Halted());
            }
            assertThat(reservedMebibytes() - before).isLessThan(2048);
        }
    }

    @Test
    void codeThatIsTranslatedAgainAndAgainRunsOn() {
        try (UnicornMachine machine = new UnicornMachine(1)) {
            machine.memory().map(TEXT, 0x2000, Permission.RX);
            byte[] code = new byte[5 + 5 * ADDITIONS + 1];
            code[0] = (byte) 0xb8; // mov $number, %eax, and then add $1, %eax as often as there is room
            for (int i = 0; i < ADDITIONS; i++) {
                code[5 + 5 * i] = 0x05;
                code[6 + 5 * i] = 1;
            }
            code[code.length - 1] = (byte) 0xf4;
            for (int number = 0; number < TRANSLATIONS; number++) {
                code[1] = (byte) number;
                code[2] = (byte) (number >> 8);
                machine.memory().poke(TEXT, code, 0, code.length);
                machine.memory().invalidate(TEXT, code.length);
                assertThat(machine.cpu(0).run(TEXT, 2L * ADDITIONS)).isEqualTo(new Stop.Halted());
                assertThat(machine.cpu(0).get(Register.RAX)).isEqualTo(number + ADDITIONS);
            }
        }
    }
}
