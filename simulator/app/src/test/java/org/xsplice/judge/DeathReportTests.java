// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xsplice.hypervisor.Death;

/** What is read from the last lines of a console. */
class DeathReportTests {

    @Test
    void pageFault() {
        assertThat(DeathReport.ofConsole(List.of(
                        "(XEN) RIP:    e008:[<ffff82d0402223bd>] common/livepatch.c#prepare_payload+0x77d/0x8c0",
                        "(XEN)    [<ffff82d0402223bd>] R common/livepatch.c#prepare_payload+0x77d/0x8c0",
                        "(XEN) Panic on CPU 1:",
                        "(XEN) FATAL PAGE FAULT",
                        "(XEN) [error_code=0000]",
                        "(XEN) Faulting linear address: ffff82d1405d31a9")))
                .isEqualTo(new DeathReport(
                        "FATAL PAGE FAULT",
                        Optional.of("ffff82d1405d31a9"),
                        Optional.of("common/livepatch.c#prepare_payload")));
    }

    @Test
    void bugAfterAWarning() {
        assertThat(DeathReport.ofConsole(List.of(
                        "(XEN) Xen WARN at common/page_alloc.c:2645",
                        "(XEN) RIP:    e008:[<ffff82d0405d2000>] dump_heap+0x10/0x20 [p]",
                        "(XEN) Xen BUG at test/livepatch/xen_hello_world.c:37",
                        "(XEN) RIP:    e008:[<ffff82d0405d10d0>] check_fnc+0x30/0x32 [m]",
                        "(XEN) Panic on CPU 0:",
                        "(XEN) Xen BUG at test/livepatch/xen_hello_world.c:37")))
                .isEqualTo(new DeathReport(
                        "Xen BUG at test/livepatch/xen_hello_world.c:37", Optional.empty(), Optional.of("check_fnc")));
    }

    @Test
    void doubleFaultAndSilence() {
        assertThat(DeathReport.ofConsole(List.of("(XEN) *** DOUBLE FAULT *** (x474)")))
                .isEqualTo(new DeathReport(DeathReport.DOUBLE_FAULT, Optional.empty(), Optional.empty()));
        assertThat(DeathReport.ofConsole(List.of("(XEN) livepatch: m: Applying 1 functions")))
                .isEqualTo(new DeathReport(DeathReport.ENDLESS_LOOP, Optional.empty(), Optional.empty()));
    }

    @Test
    void causeOfOurOwnCountsWhereNothingIsPrinted() {
        assertThat(DeathReport.of(new Death("DOUBLE FAULT", "", List.of())).kind())
                .isEqualTo("DOUBLE FAULT");
    }
}
