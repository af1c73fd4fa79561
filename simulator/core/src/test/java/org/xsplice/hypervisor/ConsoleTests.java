// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xsplice.state.HostState;

class ConsoleTests {
    @Test
    void formatsAsPrintkDoes() {
        assertThat(Console.format("%s is %d, %u, %x", "n", -1, -1, -1)).isEqualTo("n is -1, 4294967295, ffffffff");
        assertThat(Console.format("%lu %ld %#lx", -1L, -1L, 0xffff82d040200000L))
                .isEqualTo("18446744073709551615 -1 0xffff82d040200000");
        assertThat(Console.format("%p", 0x1000L)).isEqualTo("0000000000001000");
        assertThat(Console.format("%#x %#x", 0, 10)).isEqualTo("0 0xa");
        assertThat(Console.format("%5d|%-5d|%05d|%+d", 42, 42, 42, 42)).isEqualTo("   42|42   |00042|+42");
        assertThat(Console.format("%.3s|%8.3s|%*d|%.2d", "abcdef", "abcdef", 4, 7, 7))
                .isEqualTo("abc|     abc|   7|07");
        assertThat(Console.format("%c%%", (int) 'x')).isEqualTo("x%");
    }

    @Test
    void formatsBytesAsHex() {
        byte[] bytes = {(byte) 0xde, (byte) 0xad, 1};
        assertThat(Console.format("%*phN", 3, bytes)).isEqualTo("dead01");
        assertThat(Console.format("%*ph", 3, bytes)).isEqualTo("de ad 01");
        assertThat(Console.format("%*phC|%*phD", 2, bytes, 2, bytes)).isEqualTo("de:ad|de-ad");
    }

    @Test
    void givesWholeLinesOnly() {
        List<String> lines = new ArrayList<>();
        Console console = new Console(lines::add, new HostState());
        console.write("half ");
        assertThat(lines).isEmpty();
        console.write("whole\nnext\nrest");
        assertThat(lines).containsExactly("half whole", "next");
    }

    /** Xen 4.20 begins lines with U+00A0, in UTF-8: {@code check_xen_buildid}. */
    @Test
    void showsBytesAsATerminalDoes() {
        List<String> lines = new ArrayList<>();
        Console console = new Console(lines::add, new HostState());
        console.write("\u00c2\u00a0 livepatch: 01\nplain\n\u00a0 alone\n\u00c2\n");
        assertThat(lines).containsExactly("\u00a0 livepatch: 01", "plain", "\u00a0 alone", "\u00c2");
    }
}
