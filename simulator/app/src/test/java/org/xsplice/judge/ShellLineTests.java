// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What of a shell command acts. */
class ShellLineTests {

    @Test
    void copiesAndToolCallsAct() {
        assertThat(ShellLine.parse(" cp /a /b; xen-livepatch apply p --nodeps"))
                .isEqualTo(new ShellLine(
                        List.of(List.of("cp", "/a", "/b"), List.of("xen-livepatch", "apply", "p", "--nodeps")), true));
    }

    @Test
    void restIsPassedOver() {
        assertThat(ShellLine.parse(" xl info | grep -E 'xen_(major|minor)'"))
                .isEqualTo(new ShellLine(List.of(), false));
        assertThat(ShellLine.parse(" echo a; xen-livepatch list >/dev/null 2>&1"))
                .isEqualTo(new ShellLine(List.of(List.of("xen-livepatch", "list")), false));
    }

    @Test
    void loopsAreUnrolled() {
        assertThat(ShellLine.parse(" for i in 1 2; do xen-livepatch unload \"p$i\"; done")
                        .calls())
                .containsExactly(List.of("xen-livepatch", "unload", "p1"), List.of("xen-livepatch", "unload", "p2"));
        assertThat(ShellLine.parse(" for n in $(seq 8 10); do cp /a /${n}x; done; xen-livepatch list"))
                .isEqualTo(new ShellLine(
                        List.of(
                                List.of("cp", "/a", "/8x"),
                                List.of("cp", "/a", "/9x"),
                                List.of("cp", "/a", "/10x"),
                                List.of("xen-livepatch", "list")),
                        true));
    }
}
