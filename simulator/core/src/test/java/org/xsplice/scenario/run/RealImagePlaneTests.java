// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.host.PlaneKind;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.profile.Profiles;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.Scenarios;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.scenario.print.Transcript;
import org.xsplice.support.Fixtures;
import org.xsplice.support.RealImage;
import org.xsplice.text.Style;

/** Scenarios on a real image, with payloads that are built for it: what the model does, its own code does. */
class RealImagePlaneTests {
    /** {@code mov eax, 42; ret}. */
    private static final byte[] RETURN_42 = {(byte) 0xb8, 42, 0, 0, 0, (byte) 0xc3};

    private static final int OLD_SIZE = 6;

    /** Enough for an ENDBR64 and a jump: builds of 4.14 have one at the start of each function. */
    private static final int OLD_SIZE_BEHIND_ENDBR = 9;

    private static final String STEPS = """
            - upload: {name: cut, file: cut.livepatch}
              expect: {errno: EINVAL, state: absent}
            - upload: {name: first, file: first.livepatch}
              expect: {state: CHECKED, text: original, console: []}
            - apply: first
              expect:
                states: {first: {state: APPLIED, rc: ok}}
                console:
                  - "livepatch: first: Verifying enabled expectations for all functions"
                  - "livepatch: first: Applying 1 functions"
                  - "livepatch: first finished APPLY with rc=0"
                text: patched
            - call: {function: xen_minor_version, returns: int}
              expect: {returns: 42}
            - key: x
            - unload: first
              expect: {errno: EINVAL}
            - revert: {name: first, wait: false}
              expect: {rc: EAGAIN}
            - wait: 1ms
            - call: {function: xen_minor_version, returns: int}
              expect: {returns: 17, text: original, states: {first: CHECKED}}
            - apply: first
            - revert: first
              expect: {text: original}
            - unload: first
              expect: {state: absent}
            """;

    private static final String STEPS_OF_ANY_IMAGE = """
            - upload: {name: any, file: any.livepatch}
              expect: {states: {any: CHECKED}, text: original, console: []}
            - apply: any
              expect:
                states: {any: {state: APPLIED, rc: ok}}
                console:
                  - "livepatch: any: Verifying enabled expectations for all functions"
                  - "livepatch: any: Applying 1 functions"
                  - "livepatch: any finished APPLY with rc=0"
                text: patched
            - call: {function: xen_minor_version, returns: int}
              expect: {returns: 42}
            - key: x
              expect: {console: ["...", "/^ name=any state=APPLIED/", "..."]}
            - revert: any
              expect: {states: {any: CHECKED}, text: original}
            - trouble: wait-queue
            - apply: any
              expect: {rc: EBUSY, state: CHECKED}
            - trouble: none
            - unload: any
              expect: {state: absent, console: []}
            """;

    @TempDir
    private Path folder;

    private Path image;

    @BeforeEach
    void buildPayloads() throws IOException {
        image = RealImage.path();
        HypervisorImage guest = HypervisorImage.open(image);
        PayloadBuilder first = PayloadBuilder.of(Profiles.XEN_4_17)
                .builtFor(guest.buildId())
                .replaceByName("xen_minor_version", OLD_SIZE, RETURN_42);
        Files.write(folder.resolve("first.livepatch"), first.build());
        Files.write(folder.resolve("cut.livepatch"), Arrays.copyOf(first.build(), first.build().length / 2));
    }

    private Scenario scenario(PlaneKind plane, String steps) {
        Path file = Scenarios.write(
                folder, "version: 1\nguest: IMAGE\nsteps:\n".replace("IMAGE", image.toString()) + steps.indent(2));
        return ScenarioReader.read(file, Overrides.NONE.withPlane(plane));
    }

    @ParameterizedTest
    @EnumSource(PlaneKind.class)
    void everyPlaneDoesTheSame(PlaneKind plane) {
        ScenarioResult result = ScenarioRunner.run(scenario(plane, STEPS), step -> {});
        assertThat(Scenarios.differences(result)).isEmpty();
        assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(result.plane()).isEqualTo(plane);
        assertThat(result.text().orElseThrow().writes()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void withAnyNumberOfCpus(int cpus) {
        Path file = Scenarios.write(
                folder,
                "version: 1\nguest: IMAGE\nplane: both\nschedule: random\nsteps:\n".replace("IMAGE", image.toString())
                        + STEPS.indent(2));
        ScenarioResult result =
                ScenarioRunner.run(ScenarioReader.read(file, Overrides.NONE.withCpus(cpus)), step -> {});
        assertThat(Scenarios.differences(result)).isEmpty();
        assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void anotherReleaseDisagrees() {
        Path file = Scenarios.write(folder, """
                version: 1
                guest: IMAGE
                profile: xsplice-2016
                plane: both
                steps:
                  - upload: {name: first, file: first.livepatch}
                """.replace("IMAGE", image.toString()));
        Scenario scenario = ScenarioReader.read(file, Overrides.NONE);
        assertThat(ScenarioRunner.run(scenario, step -> {}).verdict()).isEqualTo(Verdict.DISAGREED);
        assertThat(Scenarios.transcript(scenario, Style.PLAIN, Transcript.Detail.STEPS, 80))
                .contains(
                        "plane    both: the model and the guest's own code, compared",
                        "  THE PLANES DISAGREE on UPLOAD first: outcome",
                        "    model  returned -22",
                        "    xen    returned 0")
                .anyMatch(line -> line.startsWith("    cause  the model's check SPECIAL_SECTION_PRESENT"));
    }

    /** From 4.14 on: builds of other releases, and by other compilers. */
    @TestFactory
    Stream<DynamicTest> everyImageIsPatchedByItsOwnCode() throws IOException {
        return RealImage.all().stream().map(other -> DynamicTest.dynamicTest(other.toString(), () -> isPatched(other)));
    }

    private void isPatched(Path other) throws IOException {
        PayloadBuilder payload = PayloadBuilder.of(Profiles.XEN_4_17)
                .builtFor(HypervisorImage.open(other).buildId())
                .replaceByName("xen_minor_version", OLD_SIZE_BEHIND_ENDBR, RETURN_42);
        Files.write(folder.resolve("any.livepatch"), payload.build());
        Path file = Scenarios.write(
                folder,
                "version: 1\nguest: IMAGE\nplane: xen\ncpus: 3\nsteps:\n".replace("IMAGE", other.toString())
                        + STEPS_OF_ANY_IMAGE.indent(2));
        ScenarioResult result = ScenarioRunner.run(ScenarioReader.read(file, Overrides.NONE), step -> {});
        assertThat(Scenarios.differences(result)).isEmpty();
        assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(result.text().orElseThrow().writes()).isEqualTo(2);
    }

    /** The old dialect has no hypervisor's build-id, which Xen 4.17 wants. */
    @Test
    void tellsWhichInstructionRefused() {
        Path payload = Fixtures.path("payloads/plain/xen_hello_world.xsplice");
        Path file =
                Scenarios.write(folder, """
                version: 1
                guest: IMAGE
                profile: xsplice-2016
                plane: both
                steps:
                  - upload: {name: first, file: PAYLOAD}
                """.replace("IMAGE", image.toString()).replace("PAYLOAD", payload.toString()));
        Scenario scenario = ScenarioReader.read(file, Overrides.NONE);
        String transcript = String.join(" ", Scenarios.transcript(scenario, Style.PLAIN, Transcript.Detail.STEPS, 80));
        assertThat(transcript.replaceAll(" +", " "))
                .contains("xen returned -22")
                .containsPattern("Xen's code decided at livepatch_op\\+0x\\w+ \\(mov r?e?\\w+, 0xffffffea\\),"
                        + " because of livepatch_op\\+0x\\w+ \\(j\\w+ 0x\\w+\\)");
    }
}
