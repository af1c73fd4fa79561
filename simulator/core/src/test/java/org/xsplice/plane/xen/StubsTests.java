// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xsplice.event.EventData;
import org.xsplice.hypervisor.GuestLayout;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.plane.Trouble;
import org.xsplice.profile.Profiles;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;
import org.xsplice.schedule.VirtualClock;
import org.xsplice.support.RealImage;
import org.xsplice.time.Duration;
import org.xsplice.time.VirtualTime;

/** What stands in for functions of a real image, called as its code calls them. */
class StubsTests {
    private static final long PAGE_HYPERVISOR_RX = 0x001;
    private static final long PAGE_HYPERVISOR_RW = 0x800003;

    /** {@code gp_offset} of a {@code va_list}: what comes next is in memory. */
    private static final int NO_REGISTERS_LEFT = 48;

    private XenPlane plane;
    private Hypervisor hypervisor;
    private Memory memory;
    private final List<String> console = new ArrayList<>();

    @BeforeEach
    void boot() throws IOException {
        plane = new XenPlane(
                HypervisorImage.open(RealImage.path()),
                Profiles.XEN_4_17,
                2,
                Strategy.roundRobin(),
                Scheduler.DEFAULT_QUANTUM,
                event -> {
                    if (event.data() instanceof EventData.ConsoleLine line) {
                        console.add(line.line());
                    }
                });
        hypervisor = plane.hypervisor();
        memory = hypervisor.memory();
    }

    @AfterEach
    void close() {
        if (plane != null) {
            plane.close();
        }
    }

    private long call(String function, long... arguments) {
        return hypervisor.call(0, function, arguments);
    }

    @Test
    void memoryOfTheHeapIsZeroedWhereThatIsAskedFor() {
        long block = call("_xmalloc", 100, 16);
        assertThat(block % 16).isZero();
        assertThat(memory.permissionAt(block)).isEqualTo(Permission.RW);
        memory.writeLong(block, -1);
        call("xfree", block);
        assertThat(call("_xmalloc", 100, 16)).as("freed blocks are used again").isEqualTo(block);
        assertThat(memory.readLong(block)).isEqualTo(-1);
        call("xfree", block);
        assertThat(call("_xzalloc", 100, 16)).isEqualTo(block);
        assertThat(memory.readLong(block)).isZero();
        assertThat(call("_xmalloc", 1L << 40, 16)).as("there is not so much").isZero();
        call("xfree", 0);
    }

    @Test
    void payloadsGoWhereXenPutsThem() {
        long end = hypervisor.symbols().require("__2M_rwdata_end");
        long first = call("vmalloc_xen", 3 * Memory.PAGE_SIZE);
        assertThat(first).isEqualTo(end + 9L * Memory.PAGE_SIZE);
        assertThat(call("vmalloc_xen", 1)).isEqualTo(first + 4L * Memory.PAGE_SIZE);
        assertThat(memory.permissionAt(first - 1)).as("a guard page").isNull();
        call("vfree", first);
        assertThat(memory.permissionAt(first)).isNull();
        assertThat(call("vmalloc_xen", Memory.PAGE_SIZE)).isEqualTo(first);
    }

    @Test
    void otherMappingsAreSomewhereElse() {
        long block = call("vmalloc", 5000);
        assertThat(block).isLessThan(hypervisor.symbols().require("_stext"));
        assertThat(memory.permissionAt(block + Memory.PAGE_SIZE)).isEqualTo(Permission.RW);
        call("vfree", block);
        assertThat(memory.permissionAt(block)).isNull();
    }

    @Test
    void mappingsGetTheirPermission() {
        long block = call("vmalloc_xen", 2 * Memory.PAGE_SIZE);
        call("modify_xen_mappings", block, block + Memory.PAGE_SIZE, PAGE_HYPERVISOR_RX);
        assertThat(memory.permissionAt(block)).isEqualTo(Permission.RX);
        assertThat(memory.permissionAt(block + Memory.PAGE_SIZE)).isEqualTo(Permission.RW);
        call("modify_xen_mappings_lite", block, block + Memory.PAGE_SIZE, PAGE_HYPERVISOR_RW);
        assertThat(memory.permissionAt(block)).isEqualTo(Permission.RW);
    }

    @Test
    void whoLooksAtTheClockSeesTimePass() {
        long before = call("get_s_time");
        assertThat(call("get_s_time")).isEqualTo(before + VirtualClock.LOOK.nanos());
        assertThat(plane.now()).isEqualTo(new VirtualTime(before).plus(VirtualClock.LOOK));
    }

    @Test
    void aTaskletWakesItsCpu() {
        assertThat(plane.actionPending()).isFalse();
        call("tasklet_schedule_on_cpu", 0, 1);
        assertThat(plane.actionPending()).isTrue();
        plane.run(Duration.ofMicros(10));
        assertThat(plane.actionPending()).isFalse();
        call("tasklet_schedule_on_cpu", 0, 99);
        assertThat(plane.actionPending()).as("there is no such CPU").isFalse();
    }

    @Test
    void oneRequestForMemoryFails() {
        plane.cause(new Trouble(Trouble.Kind.MEMORY, 2));
        assertThat(call("_xzalloc", 8, 8)).isNotZero();
        assertThat(call("vmalloc_xen", 8)).isZero();
        assertThat(call("vmalloc", 8)).isNotZero();
    }

    @Test
    void theLockOfTheCpuMapsIsTakenAndLetGo() {
        assertThat((int) call("get_cpu_maps")).isEqualTo(1);
        plane.cause(Trouble.of(Trouble.Kind.CPU_MAPS));
        assertThat((int) call("get_cpu_maps")).isZero();
        plane.cause(Trouble.of(Trouble.Kind.NONE));
        assertThat((int) call("get_cpu_maps")).isEqualTo(1);
    }

    /** 4.21 has moved the prefix of {@code vprintk_common} to the end. */
    @Test
    void printsWhereverThePrefixIs() {
        long stack = hypervisor.call(0, code("4889e0c3")) & -GuestLayout.STACK_SIZE;
        long values = stack + 0x100;
        memory.writeInt(values, NO_REGISTERS_LEFT);
        long format = string(0, "<1>%d of %s\n");
        long text = string(1, "four");
        long prefix = string(2, "(d1) ");
        for (boolean last : new boolean[] {false, true}) {
            memory.writeLong(values + 8, values + 0x40);
            memory.writeLong(values + 0x40, 3);
            memory.writeLong(values + 0x48, text);
            call("vprintk_common", last ? format : prefix, last ? values : format, last ? prefix : values);
        }
        assertThat(console).containsExactly("(d1) 3 of four", "(d1) 3 of four");
    }

    private long code(String hex) {
        long page = call("vmalloc_xen", Memory.PAGE_SIZE);
        memory.write(page, HexFormat.of().parseHex(hex));
        call("modify_xen_mappings", page, page + Memory.PAGE_SIZE, PAGE_HYPERVISOR_RX);
        return page;
    }

    private long string(int number, String text) {
        long at = hypervisor.guestMemory() + 0x100L * number;
        memory.write(at, (text + "\0").getBytes(StandardCharsets.US_ASCII));
        return at;
    }

    @Test
    void addressesAreNamedByTheGuest() {
        long printk = hypervisor.symbols().require("printk");
        assertThat(plane.nameOf(printk + 2)).matches("printk\\+0x2/0x[0-9a-f]+");
        assertThat(plane.nameOf(0x1000)).isEmpty();
    }
}
