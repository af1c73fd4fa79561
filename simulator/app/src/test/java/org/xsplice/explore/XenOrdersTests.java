// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.event.ByteString;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.profile.Profiles;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.ScenarioException;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.scenario.file.ScenarioText;
import org.xsplice.support.RealImage;

/** Orders of events in the rendezvous of a real image, as compiled. */
class XenOrdersTests {
    /** {@code mov eax, 42; ret}. */
    private static final byte[] RETURN_42 = {(byte) 0xb8, 42, 0, 0, 0, (byte) 0xc3};

    /** Enough for an ENDBR64 and a jump. */
    private static final int OLD_SIZE = 9;

    private static final String THERE_AND_BACK = """
            - apply: p
            - revert: p
              expect: {errno: any}
            """;
    private static final String AT_ONCE = """
            - apply: {name: p, wait: false}
            - apply: {name: p, wait: false}
              expect: {errno: any}
            """;
    private static final String AFTERWARDS = """
            - apply: p
            - apply: p
              expect: {errno: any}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void buildPayload() throws IOException {
        buildPayload(RealImage.path());
    }

    private void buildPayload(Path image) throws IOException {
        HypervisorImage guest = HypervisorImage.open(image);
        byte[] payload = PayloadBuilder.of(Profiles.XEN_4_17)
                .builtFor(guest.buildId())
                .replaceByName("xen_minor_version", OLD_SIZE, RETURN_42)
                .build();
        Files.write(folder.resolve("p.livepatch"), payload);
    }

    private Scenario scenario(String plane, String freedom, String steps) throws IOException {
        return scenario(RealImage.path(), plane, freedom, steps);
    }

    private Scenario scenario(Path image, String plane, String freedom, String steps) throws IOException {
        Path file = folder.resolve("orders.yaml");
        Files.writeString(file, """
                version: 1
                guest: %s
                plane: %s
                cpus: 2
                explore: {%s}
                steps:
                  - upload: {name: p, file: p.livepatch}
                """.formatted(image, plane, freedom) + steps.indent(2));
        return ScenarioReader.read(file, Overrides.NONE);
    }

    @ParameterizedTest
    @CsvSource({"xen,", "xen, deadlines: true", "model,", "model, deadlines: true"})
    void thereAndBackHoldsInEveryOrder(String plane, String freedom) throws IOException {
        Scenario scenario = scenario(plane, freedom == null ? "" : freedom, THERE_AND_BACK);
        ExploreReport reduced = Small.explore(scenario, Small.exhaustive(true), 1);
        assertThat(reduced.counterexample()).isEmpty();
        assertThat(reduced.exhausted()).isTrue();
        ExploreReport all = Small.explore(scenario, Small.exhaustive(false), 2);
        assertThat(all.counterexample()).isEmpty();
        assertThat(all.exhausted()).isTrue();
        assertThat(reduced.states()).isBetween(50L, all.states());
    }

    @Test
    void askingAgainAtOnceHangsXen() throws IOException {
        Scenario scenario = scenario("xen", "deadlines: true", AT_ONCE);
        Counterexample found = Small.explore(scenario, Small.exhaustive(true), 1)
                .counterexample()
                .orElseThrow();
        assertThat(found.violation().property()).isEqualTo("stuck");
        assertThat(found.violation().what())
                .contains("CPU 1 at check_for_livepatch_work+0x")
                .contains("interrupts off");

        Path written = folder.resolve("found.yaml");
        Files.writeString(written, ScenarioText.of(folder.resolve("orders.yaml"), written, List.of(), found.choices()));
        Replay.Result replayed = Replay.run(ScenarioReader.read(written, Overrides.NONE), taken -> {});
        assertThat(replayed.violation().orElseThrow().property()).isEqualTo("stuck");
        assertThat(replayed.scene())
                .as("two CPUs wait for a master that there is not")
                .allMatch(line -> line.contains("check_for_livepatch_work+0x"))
                .hasSize(2);
        assertThat(replayed.taken()).as("it is noticed that it goes round").isLessThan(200);
    }

    /** From 4.14 to 4.22: the rendezvous has got a function of its own since, and leaves in the same order. */
    @TestFactory
    Stream<DynamicTest> askingAgainAtOnceHangsEveryOtherBuild() throws IOException {
        ByteString first = HypervisorImage.open(RealImage.path()).buildId();
        List<Path> others = new ArrayList<>();
        for (Path image : RealImage.all()) {
            if (!HypervisorImage.open(image).buildId().equals(first)) {
                others.add(image);
            }
        }
        return others.stream()
                .map(image -> DynamicTest.dynamicTest(image.toString(), () -> {
                    buildPayload(image);
                    Scenario scenario = scenario(image, "xen", "deadlines: true", AT_ONCE);
                    assertThat(Small.explore(scenario, Small.exhaustive(true), 1)
                                    .counterexample())
                            .hasValueSatisfying(
                                    found -> assertThat(found.violation().what())
                                            .containsPattern("CPU 1 at \\S*(check_for|do)_livepatch_work\\+0x\\w+")
                                            .contains("interrupts off"));
                }));
    }

    /** The master ends the work twice; what is asked for in between is lost. */
    @TestFactory
    Stream<DynamicTest> askingAgainOnAnotherCpuLosesAnActionInEveryBuild() throws IOException {
        return RealImage.all().stream()
                .map(image -> DynamicTest.dynamicTest(image.toString(), () -> {
                    buildPayload(image);
                    Scenario scenario = scenario(image, "xen", "deadlines: true, any-cpu: true", AT_ONCE);
                    assertThat(Small.explore(scenario, Small.exhaustive(true), 1)
                                    .counterexample())
                            .hasValueSatisfying(found ->
                                    assertThat(found.violation().property()).isEqualTo("rc lost"));
                }));
    }

    @Test
    void theModelSaysSoToo() throws IOException {
        Scenario scenario = scenario("model", "deadlines: true", AT_ONCE);
        assertThat(Small.explore(scenario, Small.exhaustive(true), 1).counterexample())
                .hasValueSatisfying(found ->
                        assertThat(found.violation().what()).contains("SPIN_READY", "SPIN_DONE, interrupts off"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xen", "model"})
    void askingAgainAfterwardsDoesNot(String plane) throws IOException {
        ExploreReport report = Small.explore(scenario(plane, "deadlines: true", AFTERWARDS), Small.exhaustive(true), 1);
        assertThat(report.counterexample()).isEmpty();
        assertThat(report.exhausted()).isTrue();
    }

    @Test
    void aStateThatIsPutBackGoesOnAsBefore() throws IOException {
        Small.putBackAndCompare(scenario("xen", "deadlines: true", AFTERWARDS), 7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu-maps", "wait-queue"})
    void troubleIsPutBackToo(String trouble) throws IOException {
        String steps = """
                - trouble: %s
                - apply: p
                  expect: {errno: any}
                - trouble: none
                - apply: p
                  expect: {rc: ok, state: APPLIED}
                """.formatted(trouble);
        Scenario scenario = scenario("xen", "", steps);
        Small.putBackAndCompare(scenario, 5);
        ExploreReport report = Small.explore(scenario, Small.exhaustive(true), 1);
        assertThat(report.counterexample()).isEmpty();
        assertThat(report.exhausted()).isTrue();
    }

    @Test
    void whatMemoryHoldsIsPartOfAState() throws IOException {
        try (SteeredHost host = new SteeredHost(scenario("xen", "", AFTERWARDS), false)) {
            host.take(host.choices().get(0));
            long fingerprint = host.fingerprint();
            long heap = 0xffff8300c0000000L;
            int there = host.memory().readByte(heap);
            host.memory().writeByte(heap, there ^ 1);
            assertThat(host.fingerprint()).isNotEqualTo(fingerprint);
            host.memory().writeByte(heap, there);
            assertThat(host.fingerprint()).isEqualTo(fingerprint);
        }
    }

    @Test
    void whatIsOfTheModelAloneIsToldSo() throws IOException {
        assertThatThrownBy(() -> new SteeredHost(scenario("xen", "nmis: 1", AFTERWARDS), false))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("explore: {deadlines: true}");
        assertThatThrownBy(() -> new SteeredHost(scenario("both", "", AFTERWARDS), false))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("plane: model or xen");
        assertThatThrownBy(() -> new SteeredHost(scenario("model", "nmis: 1", AFTERWARDS), false))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("nmis: 0");
    }
}
