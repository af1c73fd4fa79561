// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.xen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xsplice.asm.CapstoneDisassembler;
import org.xsplice.asm.Disassembler;
import org.xsplice.hypervisor.BootedImage;
import org.xsplice.hypervisor.GuestLayout;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.machine.unicorn.UnicornMachine;
import org.xsplice.profile.Profiles;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;
import org.xsplice.support.RealImage;

/** Offsets are read from an image's code, and are not believed before they have been tried. */
class LayoutTests {
    /** {@code struct vcpu} has grown. */
    private static final GuestLayout SINCE_4_18 = new GuestLayout(0x7fc0, 0x7fc8, 0x7fd0, 0x18, 0xd0, 3, 12);

    /** The features of a processor come later in {@code struct cpuinfo_x86}. */
    private static final GuestLayout SINCE_4_21 = new GuestLayout(0x7fc0, 0x7fc8, 0x7fd0, 0x18, 0xd0, 3, 16);

    /** Of 4.14, of 4.17.4, and of those that check xen_depends first. */
    private static final List<PayloadOffsets> PAYLOADS = List.of(
            new PayloadOffsets(136, 120, 256, 384),
            new PayloadOffsets(144, 128, 280, 408),
            new PayloadOffsets(144, 128, 280, 392));

    @Test
    void isReadFromTheCodeOfEachImage() throws IOException {
        HypervisorImage first = HypervisorImage.open(RealImage.path());
        try (Disassembler disassembler = new CapstoneDisassembler()) {
            assertThat(new LayoutFinder(first, disassembler).find()).isEqualTo(GuestLayout.XEN_4_17);
            for (Path image : RealImage.all()) {
                HypervisorImage other = HypervisorImage.open(image);
                assertThat(new LayoutFinder(other, disassembler).find())
                        .as(image.toString())
                        .isIn(GuestLayout.XEN_4_17, SINCE_4_18, SINCE_4_21);
                assertThat(PayloadOffsets.of(other)).as(image.toString()).isIn(PAYLOADS);
            }
        }
    }

    static Stream<GuestLayout> wrong() {
        GuestLayout good = GuestLayout.XEN_4_17;
        return Stream.of(
                new GuestLayout(good.processorId() - 8, 0x7fc8, 0x7fd0, 0x10, 0xc8, 3, 12),
                new GuestLayout(0x7fc0, good.currentVcpu() - 0x20, 0x7fd0, 0x10, 0xc8, 3, 12),
                new GuestLayout(0x7fc0, 0x7fc8, good.perCpuOffset() + 8, 0x10, 0xc8, 3, 12),
                new GuestLayout(0x7fc0, 0x7fc8, 0x7fd0, 0x10, good.vcpuSchedUnit() + 8, 3, 12),
                new GuestLayout(0x7fc0, 0x7fc8, 0x7fd0, 0x10, 0xc8, good.systemActive() - 1, 12));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void isRefusedWhereItIsWrong(GuestLayout layout) throws IOException {
        HypervisorImage image = HypervisorImage.open(RealImage.path());
        try (BootedImage booted = new BootedImage(image, new UnicornMachine(2), Profiles.XEN_4_17, layout)) {
            assertThatThrownBy(
                            () -> new XenPlane(booted, Strategy.roundRobin(), Scheduler.DEFAULT_QUANTUM, event -> {}))
                    .isInstanceOf(UnknownBuildException.class)
                    .hasMessageContaining("offsets that were read from its code");
        }
    }
}
