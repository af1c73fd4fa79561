// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.event.EventData;
import org.xsplice.scenario.ScenarioException;
import org.xsplice.scenario.Scenarios;
import org.xsplice.scenario.Schedule;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.support.Fixtures;
import org.xsplice.time.Duration;
import org.xsplice.time.VirtualTime;

class ScenarioRunnerTests {
    @TempDir
    private Path folder;

    private ScenarioResult run(String steps) {
        return Scenarios.run(folder, Scenarios.HELLO_AND_BYE + steps.indent(2));
    }

    @Test
    void stopsAfterTheFirstStepThatFails() {
        ScenarioResult result = run("""
                - apply: bye
                - apply: hello
                """);
        assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.steps()).hasSize(3);
        assertThat(result.checks()).isEqualTo(3);
        assertThat(result.checksMet()).isEqualTo(2);
    }

    @Test
    void tellsOfEachStepAsSoonAsItIsDone() {
        Path file = Scenarios.write(folder, Scenarios.HELLO_AND_BYE);
        List<Integer> numbers = new ArrayList<>();
        ScenarioRunner.run(ScenarioReader.read(file, Overrides.NONE), step -> numbers.add(step.number()));
        assertThat(numbers).containsExactly(1, 2);
    }

    @Test
    void timeEndsAtTheLastMoment() {
        ScenarioResult result = run("- wait: 999999999s\n".repeat(12));
        assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(result.end()).isEqualTo(new VirtualTime(Long.MAX_VALUE));
    }

    @Test
    void aStepHasItsOwnEventsAndTimes() {
        ScenarioResult result = run("""
                - wait: 3us
                - apply: hello
                - call: xen_extra_version
                """);
        StepResult wait = result.steps().get(2);
        assertThat(wait.end().since(wait.start())).isEqualTo(Duration.ofMicros(3));
        StepResult apply = result.steps().get(3);
        assertThat(apply.start()).isEqualTo(wait.end());
        assertThat(apply.end()).isGreaterThan(apply.start());
        assertThat(apply.events()).anyMatch(e -> e.data() instanceof EventData.TextWritten);
        assertThat(apply.payloadsChanged()).isTrue();
        assertThat(result.steps().get(4).payloadsChanged()).isFalse();
        assertThat(result.end()).isEqualTo(apply.end());
        assertThat(result.events()).containsAll(apply.events());
    }

    @Test
    void showsWhatChangedInAFunction() {
        ScenarioResult result = run("- apply: hello\n");
        FunctionChange change = result.steps().get(2).changes().get(0);
        assertThat(change.where()).isEqualTo("xen_extra_version");
        assertThat(change.cause()).isEqualTo("apply hello");
        assertThat(change.before().bytes().toString()).isEqualTo("488d05b1070000c3");
        assertThat(change.before().lines())
                .containsExactly(new CodeView.Line(0, 7, "lea rax, [rip + 0x7b1]"), new CodeView.Line(7, 1, "ret"));
        assertThat(change.after().bytes().toString()).startsWith("e9").endsWith("0000c3");
        assertThat(change.after().lines()).extracting(CodeView.Line::offset).containsExactly(0, 5);
        assertThat(change.changed().cardinality()).isEqualTo(5);
    }

    @Test
    void provesThatTextIsWhatItWas() {
        TextProof patched = run("- apply: hello\n").text().orElseThrow();
        assertThat(patched.patched()).containsExactly("xen_extra_version (5 bytes)");
        assertThat(patched.after()).isNotEqualTo(patched.before()).hasSize(64);
        TextProof reverted = run("- apply: hello\n- revert: hello\n").text().orElseThrow();
        assertThat(reverted.patched()).isEmpty();
        assertThat(reverted.after()).isEqualTo(reverted.before()).isEqualTo(patched.before());
        assertThat(reverted.writes()).isEqualTo(2);
    }

    @Test
    void aDeathThatWasNotExpectedEndsTheRun() {
        ScenarioResult result = run("""
                - call: {function: do_console_io, args: [0, 1, 0x1000]}
                - list
                """);
        assertThat(result.verdict()).isEqualTo(Verdict.DIED);
        assertThat(result.steps()).hasSize(3);
        assertThat(result.steps().get(2).payloads()).hasSize(2);
        assertThat(result.death().orElseThrow().cause()).isEqualTo("FATAL PAGE FAULT");
    }

    @Test
    void aDeathThatWasExpectedIsNoFailure() {
        ScenarioResult result = run("""
                - call: {function: do_console_io, args: [0, 1, 0x1000]}
                  expect: {dies: true}
                """);
        assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(result.death()).isPresent();
    }

    @Test
    void aVirtualCpusHypercallRunsAsGuestCode() {
        ScenarioResult result = run("""
                - hypercall: {cpu: 1, number: 18, args: [0, 3, 0xffff82d0402012d8]}
                  expect: {console: []}
                - wait: 50us
                """);
        assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void theSameSeedGivesTheSameEvents() {
        Path file = Fixtures.path("scenarios/timeout.yaml");
        Overrides random =
                Overrides.NONE.withCpus(4).withSchedule(Schedule.RANDOM).withSeed(3);
        ScenarioResult first = ScenarioRunner.run(ScenarioReader.read(file, random), step -> {});
        ScenarioResult second = ScenarioRunner.run(ScenarioReader.read(file, random), step -> {});
        ScenarioResult other = ScenarioRunner.run(ScenarioReader.read(file, random.withSeed(4)), step -> {});
        assertThat(first.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(second.events()).isEqualTo(first.events());
        assertThat(other.events()).isNotEqualTo(first.events());
    }

    @Test
    void aGuestThatIsNoHypervisorIsAnInputError() throws Exception {
        byte[] image = Files.readAllBytes(Fixtures.path("guests/plain/xen-syms"));
        byte[] symbol = "__2M_rwdata_end".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (int i = 0; i < image.length - symbol.length; i++) {
            if (java.util.Arrays.equals(image, i, i + symbol.length, symbol, 0, symbol.length)) {
                image[i] = 'x';
            }
        }
        Files.write(folder.resolve("odd-syms"), image);
        assertThatThrownBy(() -> Scenarios.run(folder, "version: 1\nguest: odd-syms\nsteps: [list]\n"))
                .isInstanceOf(ScenarioException.class)
                .hasMessage(folder.resolve("s.yaml") + ":2:8: the guest cannot be used: the image has no symbol "
                        + "__2M_rwdata_end, which it must have");
    }

    @Test
    void aRendezvousThatDoesNotQuiesceWaitsForNobody() {
        String steps = """
                version: 1
                steps:
                  - upload: {name: hello, file: FIXTURES/payloads/plain/xen_hello_world.livepatch}
                  - busy: {cpu: 1, for: 40ms}
                  - wait: 10us
                  - apply: hello
                    expect: {rc: %s}
                """;
        String faulty = steps.replace("steps:", "faults: [no-quiesce]\nsteps:");
        assertThat(Scenarios.run(folder, steps.formatted("EBUSY")).verdict()).isEqualTo(Verdict.PASSED);
        assertThat(Scenarios.run(folder, faulty.formatted("ok")).verdict()).isEqualTo(Verdict.PASSED);
    }
}
