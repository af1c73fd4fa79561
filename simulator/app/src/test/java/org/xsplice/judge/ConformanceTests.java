// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.host.PlaneKind;

/** Running a folder of cases: one that holds, and ones where a single expectation is false. */
class ConformanceTests {
    private static final String ALL = "uploads 3/3 applies 2/2 lifecycle 1/1 steps 13/13 known 0";

    @TempDir
    Path root;

    private CaseFolder folder;

    @BeforeEach
    void write() throws IOException {
        folder = CaseFolder.write(root);
    }

    @Test
    void folderThatHoldsPasses() throws Exception {
        CaseFolder.Outcome outcome = folder.run();
        assertThat(outcome.lines()).isEmpty();
        assertThat(outcome.summary().line()).isEqualTo(ALL);
        assertThat(outcome.summary().passed()).isTrue();
    }

    @Test
    void falseExpectationIsOneLine() throws Exception {
        folder.falsify("mutants-apply.json", "\"Hello World!\"", "\"Hello\"");
        CaseFolder.Outcome outcome = folder.run();
        assertThat(outcome.lines())
                .containsExactly(
                        "apply_hello, step 2 (raw apply m), xen_extra: expected \"Hello\", got \"Hello World!\"");
        assertThat(outcome.summary().line()).isEqualTo("uploads 3/3 applies 1/2 lifecycle 1/1 steps 12/13 known 0");
        assertThat(outcome.summary().passed()).isFalse();
    }

    @Test
    void falseEntryOfAListIsNamedByItsPlace() throws Exception {
        folder.falsify("mutants-apply.json", "Applying 1 functions", "Applying 2 functions");
        assertThat(folder.run().lines())
                .containsExactly("apply_hello, step 2 (raw apply m), xen_log[1]: "
                        + "expected \"(XEN) livepatch: m: Applying 2 functions\", "
                        + "got \"(XEN) livepatch: m: Applying 1 functions\"");
    }

    @Test
    void burstIsComparedCallByCall() throws Exception {
        folder.falsify("lifecycle.json", "\"get_state\": 2", "\"get_state\": 1");
        assertThat(folder.run().lines())
                .singleElement()
                .asString()
                .startsWith("shell_and_burst, step 3 (burst apply h");
    }

    @Test
    void falseUploadIsOneLine() throws Exception {
        folder.falsify("mutants-upload.json", "-22", "-95");
        CaseFolder.Outcome outcome = folder.run();
        assertThat(outcome.lines())
                .containsExactly(
                        "bad_magic, step 1 (upload m /payloads/mut/bad_magic.livepatch), errno: expected -95, got -22");
        assertThat(outcome.summary().uploads()).isEqualTo(new Summary.Score(2, 3));
    }

    @Test
    void otherDeathIsADifference() throws Exception {
        folder.falsify("mutants-upload.json", "0000000000000004", "0000000000000008");
        folder.falsify("mutants-apply.json", "FATAL PAGE FAULT", "GENERAL PROTECTION FAULT");
        assertThat(folder.run().lines())
                .containsExactly(
                        "link0, step 1 (upload m /payloads/mut/link0.livepatch), death address: "
                                + "expected 0000000000000008, got 0000000000000004",
                        "apply_death, step 2 (lp upload m /payloads/mut/link0.livepatch), death kind: "
                                + "expected GENERAL PROTECTION FAULT, got FATAL PAGE FAULT");
    }

    @Test
    void deathThatDoesNotComeAndOneThatIsNotExpectedAreDifferences() throws Exception {
        folder.falsify("mutants-apply.json", "lp upload m /payloads/mut/link0", "lp upload m /payloads/mut/hello");
        folder.falsify("lifecycle.json", "lp upload h /payloads/none", "lp upload i /payloads/mut/link0.livepatch");
        CaseFolder.Outcome outcome = folder.run();
        assertThat(outcome.lines())
                .containsExactly(
                        "apply_death, step 2 (lp upload m /payloads/mut/hello.livepatch), died: expected FATAL PAGE FAULT "
                                + "at 0000000000000004 in livepatch_elf_load, got no",
                        "shell_and_burst, step 8 (lp upload i /payloads/mut/link0.livepatch), died: expected no, "
                                + "got FATAL PAGE FAULT at 0000000000000004 in livepatch_elf_load");
        assertThat(outcome.summary().steps())
                .as("the step after the death is not passed")
                .isEqualTo(new Summary.Score(10, 13));
    }

    @Test
    void commandsOutsideTheFormatAreDifferences() throws Exception {
        folder.falsify("lifecycle.json", "raw unload h", "raw explode h");
        assertThat(folder.run().lines())
                .containsExactly(
                        "shell_and_burst, step 4 (raw explode h), cmd: expected a command of the format, got nothing");
    }

    @Test
    void knownDifferencesAreCountedApart() throws Exception {
        folder.falsify("mutants-apply.json", "\"Hello World!\"", "\"Hello\"");
        CaseFolder.Outcome outcome =
                folder.run("- {scenario: apply_hello, step: 2, field: xen_extra, reason: because, asked: by hand}");
        assertThat(outcome.lines()).isEmpty();
        assertThat(outcome.summary().line()).isEqualTo("uploads 3/3 applies 1/2 lifecycle 1/1 steps 12/13 known 1");
        assertThat(outcome.summary().unexplained()).isZero();
        assertThat(outcome.summary().tooManyKnown()).isTrue();
        assertThat(outcome.summary().passed()).isFalse();
    }

    @Test
    void oneKnownStepInFiftyIsForgiven() {
        Summary.Score none = new Summary.Score(0, 0);
        assertThat(new Summary(none, none, none, new Summary.Score(49, 50), 1, 0).passed())
                .isTrue();
        assertThat(new Summary(none, none, none, new Summary.Score(48, 49), 1, 0).passed())
                .isFalse();
        assertThat(new Summary(none, none, none, new Summary.Score(50, 50), 0, 1).passed())
                .isFalse();
    }

    @Test
    void missingFilesAreSkippedAndSaidSo() throws Exception {
        folder.delete("mutants-upload.json").delete("lifecycle.json");
        CaseFolder.Outcome outcome = folder.run();
        assertThat(outcome.lines())
                .containsExactly("mutants-upload.json is not there: skipped", "lifecycle.json is not there: skipped");
        assertThat(outcome.summary().line()).isEqualTo("uploads 0/0 applies 2/2 lifecycle 0/0 steps 5/5 known 0");
        assertThat(outcome.summary().passed()).isTrue();
    }

    @Test
    void progressGoesFromNothingToAll() throws Exception {
        List<String> told = new ArrayList<>();
        Conformance.open(root, root.resolve("none.yaml"), PlaneKind.MODEL)
                .run(line -> {}, (done, total) -> told.add(done + "/" + total));
        assertThat(told).startsWith("0/6", "1/6").endsWith("6/6").hasSize(7);
    }

    @Test
    void foldersThatCannotBeUsedAreNamed() throws IOException {
        Path known = root.resolve("none.yaml");
        Path empty = Files.createDirectory(root.resolve("empty"));
        assertThatThrownBy(() -> Conformance.open(empty, known, PlaneKind.MODEL))
                .isInstanceOf(BadFolderException.class)
                .hasMessage(empty + ": no xen-syms.gz or xen-syms in it; is it a conformance folder?");
        Files.copy(root.resolve("xen-syms"), empty.resolve("xen-syms"));
        assertThatThrownBy(() -> Conformance.open(empty, known, PlaneKind.MODEL))
                .isInstanceOf(BadFolderException.class)
                .hasMessage(empty
                        + ": nothing to compare with: no mutants-upload.json, mutants-apply.json or lifecycle.json "
                        + "with its payloads");
        Files.writeString(root.resolve("lifecycle.json"), "[\n {,}]");
        assertThatThrownBy(() -> Conformance.open(root, known, PlaneKind.MODEL))
                .isInstanceOf(BadFolderException.class)
                .hasMessageStartingWith(root.resolve("lifecycle.json") + ":2:");
        Files.writeString(root.resolve("lifecycle.json"), "[{\"steps\": []}]");
        assertThatThrownBy(() -> Conformance.open(root, known, PlaneKind.MODEL))
                .isInstanceOf(BadFolderException.class)
                .hasMessageContaining("has no text \"scenario\"");
        Files.writeString(root.resolve("xen-syms"), "text");
        assertThatThrownBy(() -> Conformance.open(root, known, PlaneKind.MODEL))
                .isInstanceOf(BadFolderException.class)
                .hasMessageContaining("wanted is Xen for x86-64");
    }

    @Test
    void knownDifferencesMustBeWhole() {
        assertThatThrownBy(() -> folder.run("- {scenario: a, step: 1, field: exit, reason: because}"))
                .isInstanceOf(BadFolderException.class)
                .hasMessageContaining("must have scenario, step (a number), field, reason and asked");
        assertThatThrownBy(() -> folder.run("  {"))
                .isInstanceOf(BadFolderException.class)
                .hasMessageContaining("known.yaml: while parsing");
    }
}
