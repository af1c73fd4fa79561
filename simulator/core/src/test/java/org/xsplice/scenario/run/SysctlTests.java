// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.host.PlaneKind;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.profile.Profiles;
import org.xsplice.scenario.Scenarios;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.support.RealImage;

/** Malformed calls, and what the hypervisor may have to do without: the model says what Xen's own code says. */
class SysctlTests {
    private static final String STEPS = """
            - sysctl: {call: 4}
              expect: {errno: EOPNOTSUPP}
            - sysctl: {call: 4, flaws: [pad]}
              expect: {errno: EINVAL}
            - sysctl: {call: upload, name: first, size: 0}
              expect: {errno: EINVAL}
            - sysctl: {call: upload, name: first, size: 2097153}
              expect: {errno: EINVAL}
            - sysctl: {call: upload, name: first, size: 64, flaws: [name-faults]}
              expect: {errno: EINVAL}
            - sysctl: {call: get, name: first, flaws: [name-faults]}
              expect: {errno: EFAULT}
            - sysctl: {call: upload, name: first, size: 64, flaws: [payload-in-xen]}
              expect: {errno: EFAULT}
            - sysctl: {call: upload, name: first, size: 64, flaws: [payload-faults]}
              expect: {errno: EFAULT, state: absent}
            - sysctl: {call: list, index: 4294967295, count: 5, flaws: [names-fault]}
            - trouble: memory-1
            - upload: {name: first, file: first.livepatch}
              expect: {errno: ENOMEM, state: absent, console: []}
            - trouble: memory-3
            - upload: {name: first, file: first.livepatch}
              expect:
                errno: ENOMEM
                console: ["livepatch: first: Could not allocate memory for section table"]
            - upload: {name: first, file: first.livepatch}
            - sysctl: {call: upload, name: first, size: 64, flaws: [payload-faults]}
              expect: {errno: EEXIST}
            - sysctl: {call: list, count: 1025}
              expect: {errno: E2BIG}
            - sysctl: {call: list, count: 1, flaws: [command-pad]}
              expect: {errno: EINVAL}
            - sysctl: {call: list, count: 1, flaws: [statuses-in-xen]}
              expect: {errno: EINVAL}
            - sysctl: {call: list, count: 1, flaws: [names-in-xen, lengths-fault]}
              expect: {errno: EINVAL}
            - sysctl: {call: list, count: 1, flaws: [lengths-fault]}
              expect: {errno: EFAULT}
            - sysctl: {call: list, count: 1, flaws: [metadata-faults]}
            - sysctl: {call: action, name: first, action: 3, flaws: [name-unterminated]}
              expect: {errno: EINVAL, state: CHECKED}
            - sysctl: {call: action, name: first, action: 9}
              expect: {errno: EOPNOTSUPP}
            - trouble: payload-lock
            - key: x
              expect:
                console: [..., "Lock held. Try again."]
            - trouble: cpu-maps
            - apply: first
              expect: {errno: EBUSY, console: [..., "livepatch: first: unable to get cpu_maps lock!"]}
            - trouble: wait-queue
            - apply: first
              expect:
                rc: EBUSY
                console: [..., "livepatch: d0 found with active waitqueue", ..., "livepatch: first finished APPLY with rc=-16"]
            - trouble: none
            - apply: first
              expect: {state: APPLIED}
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(PlaneKind.class)
    void everyPlaneSaysTheSame(PlaneKind plane) throws IOException {
        Path image = RealImage.path();
        HypervisorImage guest = HypervisorImage.open(image);
        Files.write(
                folder.resolve("first.livepatch"),
                PayloadBuilder.of(Profiles.XEN_4_17)
                        .builtFor(guest.buildId())
                        .replaceByName("xen_minor_version", 6, (byte) 0x31, (byte) 0xc0, (byte) 0xc3)
                        .build());
        Path file = Scenarios.write(
                folder, "version: 1\nguest: IMAGE\nsteps:\n".replace("IMAGE", image.toString()) + STEPS.indent(2));
        ScenarioResult result =
                ScenarioRunner.run(ScenarioReader.read(file, Overrides.NONE.withPlane(plane)), step -> {});
        assertThat(Scenarios.differences(result)).isEmpty();
        assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void unknownWordsAreInputErrors() {
        assertThat(Scenarios.inputErrors(folder, """
                        version: 1
                        steps:
                          - sysctl: {call: uplod, flaws: [paddd]}
                          - trouble: memory-13
                        """)).hasSize(3);
    }
}
