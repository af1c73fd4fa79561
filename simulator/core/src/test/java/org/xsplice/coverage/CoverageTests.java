// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.event.ActionCommand;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.plane.xen.XenPlane;
import org.xsplice.profile.Profiles;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;
import org.xsplice.support.Fixtures;
import org.xsplice.support.RealImage;
import org.xsplice.time.Duration;

/** What is counted of Xen's own code while it decides. */
class CoverageTests {
    private static final byte[] RETURN_42 = {(byte) 0xb8, 42, 0, 0, 0, (byte) 0xc3};
    private static final int OLD_SIZE = 6;

    private HypervisorImage image;
    private byte[] payload;

    @BeforeEach
    void open() throws IOException {
        image = HypervisorImage.open(RealImage.path());
        payload = PayloadBuilder.of(Profiles.XEN_4_17)
                .builtFor(image.buildId())
                .replaceByName("xen_minor_version", OLD_SIZE, RETURN_42)
                .build();
    }

    private interface Script {
        void run(XenPlane plane);
    }

    private Coverage counted(int cpus, Script script) {
        Coverage coverage = new Coverage();
        try (XenPlane plane = new XenPlane(
                image,
                Profiles.XEN_4_17,
                cpus,
                Strategy.roundRobin(),
                Scheduler.DEFAULT_QUANTUM,
                Optional.of(coverage),
                event -> {})) {
            script.run(plane);
        }
        return coverage;
    }

    private static FunctionCoverage function(Coverage coverage, String name) {
        return coverage.functions().stream()
                .filter(f -> f.function().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int reached(Coverage coverage) {
        return coverage.functions().stream().mapToInt(FunctionCoverage::reached).sum();
    }

    @Test
    void findsTheFunctionsOfAllThreeFiles() {
        Coverage coverage = counted(1, plane -> {});
        assertThat(coverage.functions())
                .extracting(f -> f.function().name())
                .contains(
                        "livepatch_op",
                        "check_for_livepatch_work",
                        "common/livepatch.c#prepare_payload",
                        "livepatch_elf_load",
                        "arch_livepatch_apply",
                        "arch/x86/livepatch.c#mask_nmi_callback")
                .doesNotContain("common/livepatch.c#livepatch_init", "common/livepatch.c#payload_list")
                .doesNotHaveDuplicates();
        assertThat(function(coverage, "arch_livepatch_apply").reached()).isZero();
    }

    @Test
    void countsWhatIsExecutedAndNothingElse() {
        Coverage uploaded = counted(1, plane -> plane.upload("p", payload));
        assertThat(function(uploaded, "livepatch_elf_load").reached()).isPositive();
        assertThat(function(uploaded, "livepatch_op").hits().get(0)).isGreaterThanOrEqualTo(1);
        assertThat(function(uploaded, "arch_livepatch_apply").reached()).isZero();
        Coverage applied = counted(1, plane -> {
            plane.upload("p", payload);
            plane.action(ActionCommand.APPLY.code(), "p", Duration.ZERO, 0);
            plane.finishAction(Duration.ofMillis(100));
        });
        assertThat(function(applied, "arch_livepatch_apply").hits().get(0)).isEqualTo(1);
        assertThat(function(applied, "arch_livepatch_revert").reached()).isZero();
    }

    @Test
    void everyCpuCounts() {
        Coverage coverage = counted(4, plane -> {
            plane.upload("p", payload);
            plane.action(ActionCommand.APPLY.code(), "p", Duration.ZERO, 0);
            plane.finishAction(Duration.ofMillis(100));
        });
        Coverage start = counted(4, plane -> {});
        long before = function(start, "check_for_livepatch_work").hits().get(0);
        assertThat(function(coverage, "check_for_livepatch_work").hits().get(0) - before)
                .isEqualTo(4);
    }

    @Test
    void addsUp() {
        Coverage cut = counted(1, plane -> plane.upload("p", Arrays.copyOf(payload, payload.length / 2)));
        Coverage whole = counted(1, plane -> plane.upload("p", payload));
        long entered = function(cut, "livepatch_op").hits().get(0)
                + function(whole, "livepatch_op").hits().get(0);
        Coverage sum = new Coverage();
        sum.add(new Coverage());
        assertThat(sum.functions()).isEmpty();
        sum.add(cut);
        sum.add(whole);
        assertThat(function(sum, "livepatch_op").hits().get(0)).isEqualTo(entered);
        assertThat(reached(sum)).isGreaterThan(reached(whole)).isGreaterThan(reached(cut));
    }

    @Test
    void buildsAreNotMixed() throws IOException {
        Coverage real = counted(1, plane -> {});
        HypervisorImage other = HypervisorImage.open(Fixtures.path("guests/plain/xen-syms"));
        assertThatThrownBy(() -> real.follow(other, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(other.buildId().toString());
    }

    @Test
    void tableEndsWithWhatWasNotReached() {
        Coverage coverage = counted(1, plane -> plane.upload("p", payload));
        List<String> lines = CoverageTable.lines(coverage);
        assertThat(lines.get(0)).startsWith("function").endsWith("blocks  reached      %");
        assertThat(lines).anyMatch(line -> line.matches("arch_livepatch_apply +\\d+ +0 +0\\.0"));
        int functions = coverage.functions().size();
        int blocks =
                coverage.functions().stream().mapToInt(FunctionCoverage::blocks).sum();
        assertThat(lines.get(functions + 1)).matches("all +%d +%d +\\d+\\.\\d".formatted(blocks, reached(coverage)));
        assertThat(lines).hasSize(functions + 2 + blocks - reached(coverage));
        assertThat(lines).anyMatch(line -> line.startsWith("not reached: arch_livepatch_apply+0x0  "));
    }

    @Test
    void lcovCountsBlocksAsLinesOfTheListing() {
        Coverage coverage = counted(1, plane -> plane.upload("p", payload));
        LcovFile lcov = LcovFile.of(coverage, "x.asm");
        int blocks =
                coverage.functions().stream().mapToInt(FunctionCoverage::blocks).sum();
        assertThat(lcov.tracefile())
                .startsWith("TN:livepatch", "SF:x.asm")
                .contains("FNF:" + coverage.functions().size(), "LF:" + blocks, "LH:" + reached(coverage))
                .endsWith("end_of_record");
        FunctionCoverage apply = function(coverage, "arch_livepatch_apply");
        String title =
                "%016x <arch_livepatch_apply>:".formatted(apply.function().address());
        int line = lcov.listing().indexOf(title) + 1;
        assertThat(lcov.tracefile())
                .contains("FN:" + line + ",arch_livepatch_apply", "FNDA:0,arch_livepatch_apply")
                .contains("DA:" + (line + 1) + ",0");
        assertThat(lcov.tracefile())
                .filteredOn(l -> l.startsWith("DA:"))
                .hasSize(blocks)
                .allMatch(l -> lcov.listing()
                        .get(Integer.parseInt(l.substring(3, l.indexOf(','))) - 1)
                        .matches("[0-9a-f]{16}:  .+"));
    }
}
