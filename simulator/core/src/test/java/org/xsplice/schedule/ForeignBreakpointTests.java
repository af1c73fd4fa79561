// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xsplice.event.Event;
import org.xsplice.event.EventLog;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.Symbol;
import org.xsplice.machine.BreakpointOwner;
import org.xsplice.machine.Cpu;
import org.xsplice.machine.Stop;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Fixtures;
import org.xsplice.support.Host;
import org.xsplice.time.Duration;

/** Somebody sets breakpoints where the host's CPUs pass: it does the same as without them, and they are still there. */
class ForeignBreakpointTests {
    private static final int CPUS = 2;
    private static final BreakpointOwner DEBUGGER = new BreakpointOwner("debugger");
    private static final BreakpointOwner TRACER = new BreakpointOwner("tracer");
    private static final int DO_CALL_EXTRA_VERSION = 60;
    private static final int DO_BUSY = 63;
    private static final int QUANTUM = 7;

    private static void breakpoints(Hypervisor hypervisor, String... functions) {
        for (String function : functions) {
            long address = hypervisor.symbols().plain(function).orElseThrow();
            for (int id = 0; id < hypervisor.machine().cpuCount(); id++) {
                hypervisor.machine().cpu(id).addBreakpoint(DEBUGGER, address);
                hypervisor.machine().cpu(id).addBreakpoint(TRACER, address);
            }
        }
    }

    /** A day of a host: what it tells of it. */
    private static List<Event> day(String... functions) {
        try (Host host = new Host("plain", Profiles.XEN_4_17, CPUS)) {
            breakpoints(host.hypervisor(), functions);
            host.upload("hello_world");
            assertThat(host.apply("hello_world")).isZero();
            assertThat(host.extraVersion()).isEqualTo("Hello World!");
            for (int cpu = 0; cpu < CPUS; cpu++) {
                assertThat(host.plane().virtualCpus().orElseThrow().post(cpu, DO_CALL_EXTRA_VERSION))
                        .isTrue();
            }
            host.plane().run(Duration.ofMicros(100));
            assertThat(host.revert("hello_world")).isZero();
            assertThat(host.unload("hello_world")).isZero();
            return List.copyOf(host.log().since(0));
        }
    }

    @Test
    void theHostDoesWhatItDoesWithoutThem() {
        List<Event> without = day();
        assertThat(day("idle_loop", "xen_extra_version", "do_hypercall", "check_for_livepatch_work"))
                .hasSameSizeAs(without)
                .hasToString(without.toString());
    }

    /** Also where the host itself has one: where CPUs meet, and at functions that it stands in for. */
    @Test
    void theHostsOwnBreakpointsWorkBesideThem() {
        List<Event> without = day();
        assertThat(day("livepatch_rendezvous", "printk")).hasSameSizeAs(without).hasToString(without.toString());
    }

    @Test
    void aHostIsBootedThroughThem() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, CPUS)) {
            breakpoints(host.hypervisor(), "cpu_entry", "idle_loop");
            new GuestCpus(host.hypervisor()).boot();
        }
    }

    @Test
    void whoSetThemIsStoppedByThem() {
        try (Host host = new Host("plain", Profiles.XEN_4_17, CPUS)) {
            breakpoints(host.hypervisor(), "xen_extra_version");
            assertThat(host.extraVersion()).isNotEmpty();
            long address = host.hypervisor().symbols().require("xen_extra_version");
            Cpu cpu = host.hypervisor().machine().cpu(1);
            assertThat(cpu.run(address, 100)).isEqualTo(new Stop.Breakpoint(address, List.of(DEBUGGER, TRACER)));
        }
    }

    /** A turn executes as many instructions as without them, wherever in it they are. */
    @Test
    void turnsAreAsLongAsWithoutThem() {
        assertThat(instructionsOfTurns(true)).isEqualTo(instructionsOfTurns(false));
    }

    private static List<Long> instructionsOfTurns(boolean withThem) {
        EventLog log = new EventLog();
        try (ModelPlane plane =
                new ModelPlane(Fixtures.guest("plain"), Profiles.XEN_4_17, 1, Strategy.roundRobin(), QUANTUM, log)) {
            Hypervisor hypervisor = plane.hypervisor();
            Cpu cpu = hypervisor.machine().cpu(0);
            Symbol busy = hypervisor
                    .symbols()
                    .covering(hypervisor.symbols().require("do_busy"))
                    .orElseThrow();
            for (long at = busy.address(); withThem && at < busy.address() + busy.size(); at++) {
                cpu.addBreakpoint(DEBUGGER, at);
            }
            plane.virtualCpus().orElseThrow().post(0, DO_BUSY, 100);
            cpu.countInstructions();
            List<Long> executed = new ArrayList<>();
            for (int turn = 0; turn < 50; turn++) {
                plane.run(Duration.ofNanos(QUANTUM));
                executed.add(cpu.instructions());
            }
            return executed;
        }
    }
}
