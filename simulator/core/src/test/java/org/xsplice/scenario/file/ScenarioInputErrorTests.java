// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.chance.Chance;
import org.xsplice.scenario.ScenarioException;
import org.xsplice.scenario.Scenarios;
import org.xsplice.support.Fixtures;

/** InputErrors in a scenario file are told all at once, with their places and what was expected there. */
class ScenarioInputErrorTests {
    @TempDir
    private Path folder;

    private void rejects(String text, String... errors) {
        assertThat(Scenarios.inputErrors(folder, text)).containsExactly(errors);
    }

    @Test
    void rejectsAFileThatIsNotThere() {
        rejectsFile("hello-by.yaml", "hello-by.yaml: there is no such file; did you mean hello-bye.yaml?");
    }

    private void rejectsFile(String name, String message) {
        Scenarios.write(folder, "version: 1");
        try {
            Files.move(folder.resolve("s.yaml"), folder.resolve("hello-bye.yaml"));
            ScenarioReader.read(folder.resolve(name), Overrides.NONE);
        } catch (ScenarioException e) {
            assertThat(e.getMessage().replace(folder + "/", "")).isEqualTo(message);
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("read " + name);
    }

    @Test
    void rejectsWhatIsNoYaml() {
        rejects(
                "version: 1\nsteps: [list\n",
                "s.yaml:3:1: not YAML: expected ',' or ']', but got <stream end>; expected YAML 1.2; "
                        + "a text with one of : # { [ & * ! in it needs quotes");
    }

    @Test
    void rejectsAnEmptyFileAndAList() {
        rejects("", "s.yaml: the file is empty; expected a scenario");
        rejects(
                "- 1\n",
                "s.yaml:1:1: found a list; expected a mapping with the keys " + Fields.oneOf(ScenarioReader.KEYS));
    }

    @Test
    void rejectsTooManyLevels() {
        String tooDeep = "s.yaml:2:47: not YAML: nested more than 40 levels deep";
        String quotes = "; expected YAML 1.2; a text with one of : # { [ & * ! in it needs quotes";
        rejects("version: 1\nsteps: " + "[".repeat(50_000) + "]".repeat(50_000) + "\n", tooDeep + quotes);
        rejects("version: 1\nsteps: " + "[".repeat(2_000_000), tooDeep + quotes);
        rejects(
                "version: 1\nsteps: &all\n  - *all\n",
                "s.yaml: not YAML: nested more than 40 levels deep by its aliases, one of which may refer to itself");
    }

    /** Each line is short enough by itself. */
    @Test
    void linesOfChoicesThatAreTooManyTogether() {
        rejects(
                "version: 1\nsteps: [list]\nchoices:\n  - step\n  - cpu0*9999999\n  - cpu1*2\n",
                "s.yaml:6:5: more than 10000000 choices until here; expected fewer choices");
    }

    @Test
    void aTextThatEndsWithinAnEscape() {
        for (String cut : new String[] {"\\u", "\\x", "\\U"}) {
            rejects(
                    "version: 1\ntitle: \"" + cut,
                    "s.yaml: not YAML: something is cut short, such as an escape in quotes");
        }
    }

    @Test
    void rejectsAliasesThatMultiply() {
        StringBuilder text = new StringBuilder("version: 1\na0: &a0 [x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        rejects(
                text.toString(),
                "s.yaml: not YAML: Number of aliases for non-scalar nodes exceeds the specified max=50");
        StringBuilder fewer = new StringBuilder("version: 1\na0: &a0 [" + "x, ".repeat(1000) + "x]\n");
        for (int i = 1; i < 20; i++) {
            fewer.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        rejects(fewer.toString(), "s.yaml: not YAML: more than 200000 values, those counted that aliases repeat");
    }

    @Test
    void findsAllErrorsOfTheHeadAtOnce() {
        rejects(
                """
                version: 2
                titel: x
                guest: embeded
                profile: xen-4.71
                build: fast
                cpus: 65
                seed: one
                schedule: randm
                quantum: 0
                cpus: 2
                steps: 7
                """,
                "s.yaml:1:10: found \"2\"; expected 1, the only version of the format",
                "s.yaml:2:1: unknown key \"titel\" in a scenario; expected " + Fields.oneOf(ScenarioReader.KEYS)
                        + "; did you mean title?",
                "s.yaml:3:8: embeded: there is no such file; expected embedded, embedded-endbr or the path of an "
                        + "unstripped xen-syms; did you mean embedded?",
                "s.yaml:4:10: there is no \"xen-4.71\"; expected auto, 4.14, 4.15, 4.16, 4.17, 4.18, 4.19, 4.20, 4.21, 4.22, a point release such as 4.17.3, or xsplice-2016; did you mean xen-4.17?",
                "s.yaml:5:8: there is no \"fast\"; expected debug or release",
                "s.yaml:6:7: found \"65\"; expected a whole number from 1 to 64",
                "s.yaml:7:7: found \"one\"; expected a whole number",
                "s.yaml:8:11: there is no \"randm\"; expected round-robin, random or pct; did you mean random?",
                "s.yaml:9:10: found \"0\"; expected a whole number from 1 to 1000000",
                "s.yaml:10:1: the key \"cpus\" stands here a second time; expected it once; the first is at line 6",
                "s.yaml:11:8: found \"7\"; expected a list of steps");
    }

    @Test
    void rejectsStrictWhereTheModelDoesNotDecide() {
        rejects(
                "version: 1\nplane: both\nstrict: true\nsteps: [list]\n",
                "s.yaml:3:9: strict with plane both: only the model can refuse what the guest's own code accepts; "
                        + "expected plane: model, or remove strict");
        rejects("version: 1\nstrict: yes\nsteps: [list]\n", "s.yaml:2:9: found \"yes\"; expected true or false");
    }

    @Test
    void rejectsWhatCannotStandBesideStrict() {
        rejects(
                """
                version: 1
                strict: true
                steps:
                  - apply: m
                    expect: {strict: 1, errno: EPERM, rc: ok}
                  - list:
                    expect: {strict: 1}
                  - apply: m
                    expect: {strict: soon}
                """,
                "s.yaml:5:32: \"errno\" together with \"strict\"; expected only one of them: a refusal of "
                        + "strict mode always has the same errno",
                "s.yaml:5:43: \"rc\" together with \"strict\"; expected only one of them: strict mode does not change rc when it refuses",
                "s.yaml:7:14: unknown key \"strict\" in the expectations of list; expected errno, states, console, "
                        + "hypercall, bytes, disassembly, text or dies",
                "s.yaml:9:22: found \"soon\"; expected the number of a quirk, as docs/strict.md lists them");
    }

    @Test
    void rejectsAHeadThatIsNotComplete() {
        rejects(
                "title: x\n",
                "s.yaml:1:1: a scenario has no key \"version\"; expected version: 1",
                "s.yaml:1:1: a scenario has no key \"steps\"; expected a list of steps");
        rejects("version: 1\nsteps: []\n", "s.yaml:2:8: found a list; expected at least one step");
    }

    @Test
    void rejectsAGuestThatIsNone() {
        rejects(
                "version: 1\nguest: FIXTURES/payloads/plain/xen_nop.livepatch\nsteps: [list]\n",
                "s.yaml:2:8: the guest cannot be used: FIXTURES/payloads/plain/xen_nop.livepatch: this is a live "
                        + "patch payload; wanted is Xen for x86-64: an unstripped xen-syms, or the xen-*.gz or "
                        + "xen-*.efi of /boot");
    }

    @Test
    void rejectsStepsThatAreNone() {
        rejects(
                """
                version: 1
                steps:
                  - aply: hello
                  - [list]
                  - note: alone
                  - list:
                    key: x
                  - lst
                """,
                "s.yaml:3:5: unknown key \"aply\" in a step; expected " + Fields.oneOf(StepReader.KEYS)
                        + "; did you mean apply?",
                "s.yaml:4:5: found a list; expected a step: a mapping with one of "
                        + Fields.oneOf(StepReader.OPERATIONS) + ", or with expect",
                "s.yaml:5:5: this step does nothing; expected " + Fields.oneOf(StepReader.OPERATIONS) + ", or expect",
                "s.yaml:7:5: \"key\" in a step that has \"list\" already; expected one operation for each step; begin "
                        + "the next step with \"- \"",
                "s.yaml:8:5: unknown key \"lst\" in a step; expected " + Fields.oneOf(StepReader.KEYS)
                        + "; did you mean list?");
    }

    @Test
    void rejectsUploadsOfWhatIsNotThere() {
        rejects(
                """
                version: 1
                steps:
                  - upload: {name: hello, file: FIXTURES/payloads/plain/xen_helo_world.livepatch}
                  - upload: hello
                  - upload: {nam: hello}
                """,
                "s.yaml:3:33: FIXTURES/payloads/plain/xen_helo_world.livepatch: there is no such file; expected the "
                        + "path of a payload, relative to this file; did you mean xen_hello_world.livepatch?",
                "s.yaml:4:13: found \"hello\"; expected a mapping with name and file",
                "s.yaml:5:13: upload has no key \"name\"; expected the name of a payload",
                "s.yaml:5:13: upload has no key \"file\"; expected the path of a payload, relative to this file",
                "s.yaml:5:14: unknown key \"nam\" in upload; expected name or file; did you mean name?");
    }

    @Test
    void rejectsActionsThatCannotBe() {
        rejects(
                """
                version: 1
                steps:
                  - apply: {name: a, timeout: 30}
                  - apply: {name: a, nodeps: maybe}
                  - revert: {name: a, nodeps: true}
                  - replace: [a]
                  - unload: {}
                  - apply:
                """,
                "s.yaml:3:31: found \"30\"; expected a whole number with a unit (ns, us, ms or s), for example 30ms",
                "s.yaml:4:30: found \"maybe\"; expected true or false",
                "s.yaml:5:23: unknown key \"nodeps\" in revert; expected name, timeout or wait",
                "s.yaml:6:14: found a list; expected the name of a payload, or a mapping with name, timeout or wait",
                "s.yaml:7:13: unload has no key \"name\"; expected the name of a payload",
                "s.yaml:8:11: found nothing; expected the name of a payload");
    }

    @Test
    void rejectsCallsOfWhatTheGuestHasNot() {
        rejects(
                """
                version: 1
                steps:
                  - call: xen_extra_verson
                  - call: {function: xen_extra_version, args: [a], returns: text}
                  - call: {args: 7}
                  - key: xy
                  - list: all
                """,
                "s.yaml:3:11: the guest has no function xen_extra_verson; expected the name of a function of the "
                        + "guest; did you mean xen_extra_version?",
                "s.yaml:4:48: found \"a\"; expected an integer",
                "s.yaml:4:61: there is no \"text\"; expected auto, string, int, long or none",
                "s.yaml:5:11: call has no key \"function\"; expected the name of a function of the guest",
                "s.yaml:5:18: found \"7\"; expected a list of at most 6 integers",
                "s.yaml:6:10: found \"xy\"; expected a single character, for example x",
                "s.yaml:7:11: found \"all\"; expected no value after list");
    }

    @Test
    void rejectsCpusThatAreNotThere() {
        rejects(
                """
                version: 1
                steps:
                  - busy: {cpu: 2, for: 1ms}
                  - busy: {cpu: 1}
                  - hypercall: {cpu: 0, number: -1}
                  - wait: soon
                """,
                "s.yaml:3:17: found \"2\"; expected a CPU from 0 to 1",
                "s.yaml:4:11: busy has no key \"for\"; expected a duration, for example 40ms",
                "s.yaml:5:33: found \"-1\"; expected the number of a hypercall",
                "s.yaml:6:11: found \"soon\"; expected a whole number with a unit (ns, us, ms or s), for example 30ms");
    }

    @Test
    void rejectsExpectationsThatCannotBe() {
        rejects(
                """
                version: 1
                steps:
                  - apply: a
                    expect: {errno: EINVALL, rc: [1], state: DEAD, console: x, text: changed}
                  - apply: a
                    expect: {states: {a: {stat: CHECKED}}, bytes: {at: xen_extra_versin, hex: 9}}
                  - apply: a
                    expect: {disassembly: {at: xen_extra_version+x, code: nop}, console: ["/(/"]}
                  - call: xen_extra_version
                    expect: {errno: 0, returns: }
                  - expect: {dies: true}
                  - list:
                    expect: fine
                """,
                "s.yaml:4:21: there is no error \"EINVALL\"; expected ok, or an error as Xen names it, for example "
                        + "EINVAL; did you mean EINVAL?",
                "s.yaml:4:34: found a list; expected ok, or an error as Xen names it, for example EINVAL",
                "s.yaml:4:46: there is no \"DEAD\"; expected CHECKED, APPLIED or absent",
                "s.yaml:4:61: found \"x\"; expected a list of lines; /.../ is a regular expression, and a line "
                        + "of three dots stands for any lines",
                "s.yaml:4:70: there is no \"changed\"; expected original or patched",
                "s.yaml:6:26: a state has no key \"state\"; expected CHECKED, APPLIED or absent",
                "s.yaml:6:27: unknown key \"stat\" in a state; expected state or rc; did you mean state?",
                "s.yaml:6:56: the guest has no symbol xen_extra_versin; expected a symbol of the guest, perhaps with an offset, "
                        + "for example xen_extra_version+4; did you mean xen_extra_version?",
                "s.yaml:6:79: found \"9\"; expected two hex digits for each byte, or ?? for any byte, for example \"e9 ?? ?? "
                        + "?? ??\"",
                "s.yaml:8:32: found \"xen_extra_version+x\"; expected a symbol of the guest, perhaps with an offset, "
                        + "for example xen_extra_version+4",
                "s.yaml:8:59: found \"nop\"; expected a list of instructions in Intel syntax; /.../ is a regular "
                        + "expression",
                "s.yaml:8:75: /(/ is not a regular expression: Unclosed group",
                "s.yaml:10:14: unknown key \"errno\" in the expectations of call; expected returns, states, console, hypercall, "
                        + "bytes, disassembly, text or dies",
                "s.yaml:10:32: found nothing; expected a string or an integer",
                "s.yaml:11:14: unknown key \"dies\" in the expectations of expect; expected states, console, hypercall, bytes, "
                        + "disassembly or text",
                "s.yaml:13:13: found \"fine\"; expected a mapping with errno, states, console, hypercall, bytes, disassembly, "
                        + "text or dies");
    }

    @Test
    void nothingCanBeDoneAfterDeath() {
        rejects(
                """
                version: 1
                steps:
                  - call: {function: do_console_io, args: [0, 1, 0x1000]}
                    expect: {dies: true, returns: 0}
                  - expect: {text: original}
                  - list
                """,
                "s.yaml:4:35: \"returns\" together with \"dies\"; expected only one of them: a hypervisor that has died returns nothing",
                "s.yaml:6:5: this step comes after the death of the hypervisor; expected only expect after a step with dies");
    }

    @Test
    void rejectsPathsAndKeysThatCannotBe() {
        rejects(
                """
                version: 1
                steps:
                  - upload: {name: a, file: "a\\0b"}
                  - ? [list]
                    : x
                """,
                "s.yaml:3:29: found \"a\0b\"; expected the path of a payload, relative to this file",
                "s.yaml:4:5: this step does nothing; expected " + Fields.oneOf(StepReader.OPERATIONS) + ", or expect",
                "s.yaml:4:7: this key is not text; expected a name");
    }

    @Test
    void whateverIsInAFileIsReadOrAnInputError() throws IOException {
        String good = Files.readString(Fixtures.path("scenarios/hello-bye.yaml"))
                .replace("../payloads", Fixtures.path("payloads").toString());
        String odd = "{}[]:-#\"'&*!|>%@`~?, \n\t0x\u00e9\ufeff";
        Chance chance = new Chance(1);
        for (int i = 0; i < 400; i++) {
            StringBuilder text = new StringBuilder(good);
            for (int changes = 1 + chance.below(4); changes > 0; changes--) {
                int from = chance.below(text.length());
                int to = Math.min(text.length(), from + chance.below(8));
                int other = chance.below(odd.length());
                text.replace(from, to, odd.substring(other, Math.min(odd.length(), other + chance.below(3))));
            }
            assertThatNoException()
                    .as("change %d of:%n%s", i, text)
                    .isThrownBy(() -> Scenarios.inputErrors(folder, text.toString()));
        }
    }

    @Test
    void rejectsWhatIsWronglySaidOfOrders() {
        rejects(
                """
                version: 1
                plane: xen
                faults: [no-flash]
                explore: {nmis: 17, lags: true}
                choices: step cpu
                steps: [list]
                """,
                "s.yaml:3:9: faults are protocol faults of the model, but the model does not decide here; expected plane: model",
                "s.yaml:3:10: there is no \"no-flash\"; expected no-quiesce, no-flush, nmi-not-masked, check-anywhere, "
                        + "one-by-one, unmask-omitted or ready-before-reset; did you mean no-flush?",
                "s.yaml:4:17: found \"17\"; expected a whole number from 0 to 16",
                "s.yaml:4:21: unknown key \"lags\" in explore; expected deadlines, nmis, lag, every-instruction or any-cpu; "
                        + "did you mean lag?",
                "s.yaml:5:10: this is not a choice: cpu; expected choices such as \"step cpu0*5 cpu1 nmi1 deadline\", as one "
                        + "text or a list");
        rejects(
                """
                version: 1
                faults: no-flush
                explore: [lag]
                steps: [list]
                """,
                "s.yaml:2:9: found \"no-flush\"; expected a list with some of no-quiesce, no-flush, nmi-not-masked, "
                        + "check-anywhere, one-by-one, unmask-omitted or ready-before-reset",
                "s.yaml:3:10: found a list; expected a mapping with some of deadlines, nmis, lag, every-instruction or any-cpu");
    }
}
