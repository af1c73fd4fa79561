// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.errno.Errno;
import org.xsplice.hypervisor.Death;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.time.VirtualTime;

/** Every message and exit status of the tool, on a control plane that answers as each of them needs it. */
class XenLivepatchTests {
    private static final String HEADER = " ID                                     | status     | metadata\n"
            + "----------------------------------------+------------+---------------\n";

    private static final String USAGE = Usage.of(false);

    private final ScriptedPlane plane = new ScriptedPlane();

    private ToolResult run(String... arguments) {
        return run(Profiles.XEN_4_17, arguments);
    }

    private ToolResult run(Profile release, String... arguments) {
        return new XenLivepatch(plane, XenLivepatchTests::file, release).run(List.of(arguments));
    }

    private static FileReply file(String path) {
        return switch (path) {
            case "missing" -> new FileReply.NotOpened(Errno.ENOENT);
            case "gone" -> new FileReply.NotSized(Errno.EIO);
            case "folder" -> new FileReply.NotMapped(Errno.ENODEV);
            case "empty" -> new FileReply.Content(new byte[0]);
            default -> new FileReply.Content(new byte[1]);
        };
    }

    private static ToolResult exited(int status, String stdout, String stderr) {
        return new ToolResult.Exited(status, stdout, stderr);
    }

    @Test
    void helpIsASuccess() {
        assertThat(run()).isEqualTo(exited(0, "", USAGE));
        assertThat(run("help")).isEqualTo(exited(0, "", USAGE));
        assertThat(run("help", "me")).isEqualTo(exited(0, "", USAGE));
        assertThat(USAGE)
                .startsWith("xen-livepatch: live patching tool\nUsage: xen-livepatch <command> [args]")
                .contains(" <name> An unique name of payload. Up to 128 characters.\n")
                .endsWith("                         Check only against hypervisor buildid.\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list too", "upload", "upload p", "upload p f more", "load", "apply", "revert", "replace"})
    void wrongNumberOfArgumentsShowsTheUsageAndFails(String line) {
        assertThat(run(line.split(" "))).isEqualTo(exited(1, "", USAGE));
    }

    /** fb2716a191. */
    @ParameterizedTest
    @ValueSource(strings = {"up", "a", "li", "r", "un", "u", "h", "loa"})
    void since419VerbsMustBeWrittenOut(String beginning) {
        Profile release = Profiles.named("4.19.0").orElseThrow();
        assertThat(run(release, beginning))
                .isEqualTo(exited(1, "", "Unrecognised command '" + beginning + "' -- try 'xen-livepatch help'\n"));
    }

    /** 62a72092a5, be5b08dd6e; as observed of 4.20.4. */
    @Test
    void since419ForceMayComeFirst() {
        Profile release = Profiles.named("4.20").orElseThrow();
        String usage = Usage.of(true);
        assertThat(usage)
                .startsWith("xen-livepatch: live patching tool\n"
                        + "Usage: xen-livepatch [--force] <command> [args] [command-flags]\n"
                        + " Use --force option to bypass some checks.\n"
                        + " <name> An unique name of payload.");
        assertThat(run(release)).isEqualTo(exited(0, "", usage));
        assertThat(run(release, "--force")).isEqualTo(exited(1, "", usage));
        assertThat(run(release, "--force", "help")).isEqualTo(exited(0, "", usage));
        assertThat(run(release, "list", "--force")).isEqualTo(exited(1, "", usage));
        assertThat(run(release, "--force", "--force", "list"))
                .isEqualTo(exited(1, "", "Unrecognised command '--force' -- try 'xen-livepatch help'\n"));
        assertThat(run(release, "revert", "--force", "X")).isEqualTo(exited(1, "", "Unsupported flag: X.\n"));
        assertThat(run("--force", "help"))
                .isEqualTo(exited(1, "", "Unrecognised command '--force' -- try 'xen-livepatch help'\n"));
    }

    @Test
    void unknownVerbIsNamed() {
        assertThat(run("frob")).isEqualTo(exited(1, "", "Unrecognised command 'frob' -- try 'xen-livepatch help'\n"));
        assertThat(run("applyx").stderr()).startsWith("Unrecognised command 'applyx'");
    }

    @Test
    void verbsMayBeCutInTheOrderOfTheTable() {
        assertThat(run("")).isEqualTo(run("help"));
        assertThat(run("h")).isEqualTo(run("help"));
        plane.thenList(0, 1).thenList(0, 1);
        assertThat(run("l").stdout()).isEqualTo("Nothing to list\n");
        assertThat(run("li").stdout()).isEqualTo("Nothing to list\n");
        assertThat(run("u", "p", "f").stdout()).startsWith("Uploading f... ");
        plane.thenGet(Errno.ENOENT);
        assertThat(run("lo", "folder").stderr()).startsWith("Could not map folder.");
    }

    @ParameterizedTest
    @CsvSource({"a, apply", "r, revert", "re, revert", "rep, replace", "un, unload", "unl, unload"})
    void actionsMayBeCutInTheOrderOfTheTable(String cut, String word) {
        plane.thenGet(PayloadStatus.CHECKED, Errno.EAGAIN.rc());
        assertThat(run(cut, "p").stderr()).startsWith("Cannot execute " + word + ".\n");
    }

    @Test
    void uploadTellsItsEnd() {
        assertThat(run("upload", "p", "f")).isEqualTo(exited(0, "Uploading f... completed\n", ""));
        plane.thenAction(new Outcome.Returned(Errno.EEXIST.rc()));
        assertThat(run("upload", "p", "f")).isEqualTo(exited(1, "Uploading f... failed\n", "Error 17: File exists\n"));
        plane.thenAction(new Outcome.Returned(Errno.EBUSY.rc()));
        assertThat(run("upload", "p", "f"))
                .isEqualTo(exited(2, "Uploading f... failed\n", "Error 16: Device or resource busy\n"));
    }

    @Test
    void filesThatCannotBeReadAreNotUploaded() {
        assertThat(run("upload", "p", "missing"))
                .isEqualTo(exited(1, "", "Could not open missing.\nError 2: No such file or directory\n"));
        assertThat(run("upload", "p", "gone"))
                .isEqualTo(exited(1, "", "Could not get size of gone.\nError 5: Input/output error\n"));
        assertThat(run("upload", "p", "folder"))
                .isEqualTo(exited(1, "", "Could not map folder.\nError 19: No such device\n"));
        assertThat(run("upload", "p", "empty"))
                .isEqualTo(exited(1, "", "Could not map empty.\nError 22: Invalid argument\n"));
        assertThat(plane.asked()).isEmpty();
    }

    @Test
    void nameIsCheckedFirstThenFlagsThenTheStatus() {
        String tooLong = "n".repeat(129);
        String message = "ID must be no more than 128 characters.\n";
        assertThat(run("upload", tooLong, "missing")).isEqualTo(exited(1, "", message));
        assertThat(run("apply", tooLong, "--bogus")).isEqualTo(exited(1, "", message));
        assertThat(run("apply", "p", "--nodeps", "--bogus")).isEqualTo(exited(1, "", "Unsupported flag: --bogus.\n"));
        assertThat(run("revert", "p", "--nodeps")).isEqualTo(exited(1, "", "Unsupported flag: --nodeps.\n"));
        assertThat(plane.asked()).isEmpty();
    }

    @Test
    void nameOf128CharactersIsRefusedByTheLibrary() {
        String name = "n".repeat(128);
        assertThat(run("apply", name))
                .isEqualTo(new ToolResult.Exited(
                        1, "", "Failed to get status of " + name + ".\nError 22: Invalid argument\n", true));
        assertThat(run("upload", name, "f"))
                .isEqualTo(new ToolResult.Exited(1, "Uploading f... failed\n", "Error 22: Invalid argument\n", true));
    }

    @Test
    void actionIsFollowedBySixtyMillisecondsAndOneLook() {
        plane.thenGet(PayloadStatus.CHECKED, 0).thenGet(PayloadStatus.APPLIED, 0);
        assertThat(run("apply", "p", "--nodeps")).isEqualTo(exited(0, "Applying p... completed\n", ""));
        assertThat(plane.now()).isEqualTo(new VirtualTime(60_000_000));
        assertThat(plane.asked()).containsExactly("get p", "action 3 p 30000000 1", "get p");
    }

    @Test
    void eachActionHasItsVerb() {
        plane.thenGet(PayloadStatus.APPLIED, 0).thenGet(PayloadStatus.CHECKED, 0);
        assertThat(run("revert", "p")).isEqualTo(exited(0, "Reverting p... completed\n", ""));
        plane.thenGet(PayloadStatus.CHECKED, 0).thenGet(PayloadStatus.APPLIED, 0);
        assertThat(run("replace", "p")).isEqualTo(exited(0, "Replacing all live patches with p... completed\n", ""));
        plane.thenGet(PayloadStatus.CHECKED, 0).thenGet(Errno.ENOENT);
        assertThat(run("unload", "p")).isEqualTo(exited(0, "Unloading p... completed\n", ""));
        assertThat(plane.asked())
                .containsSubsequence("action 2 p 30000000 0", "action 4 p 30000000 0", "action 1 p 30000000 0");
    }

    @Test
    void stateIsLookedAtBefore() {
        plane.thenGet(Errno.ENOENT);
        assertThat(run("apply", "p"))
                .isEqualTo(exited(1, "", "Failed to get status of p.\nError 2: No such file or directory\n"));
        plane.thenGet(PayloadStatus.CHECKED, Errno.EAGAIN.rc());
        assertThat(run("unload", "p"))
                .isEqualTo(exited(2, "", "Cannot execute unload.\nOperation already in progress.\n"));
        plane.thenGet(PayloadStatus.APPLIED, 0);
        assertThat(run("apply", "p")).isEqualTo(exited(0, "No action needed.\n", ""));
        plane.thenGet(PayloadStatus.APPLIED, 0);
        assertThat(run("unload", "p"))
                .isEqualTo(
                        exited(1, "", "p is in the wrong state.\nCurrent state: APPLIED\nExpected state: CHECKED\n"));
    }

    @Test
    void refusedActionFailsWithoutALook() {
        plane.thenGet(PayloadStatus.APPLIED, 0).thenAction(new Outcome.Returned(Errno.EBUSY.rc()));
        assertThat(run("revert", "p"))
                .isEqualTo(exited(2, "Reverting p... failed\n", "Error 16: Device or resource busy\n"));
        plane.thenGet(PayloadStatus.CHECKED, 0).thenAction(new Outcome.Returned(Errno.EINVAL.rc()));
        assertThat(run("apply", "p")).isEqualTo(exited(1, "Applying p... failed\n", "Error 22: Invalid argument\n"));
        assertThat(plane.now()).isEqualTo(VirtualTime.START);
    }

    @Test
    void valueAboveZeroOfAHookLooksLikeAFailureWithoutAnError() {
        plane.thenGet(PayloadStatus.CHECKED, 0).thenAction(new Outcome.Returned(3));
        assertThat(run("apply", "p")).isEqualTo(exited(0, "Applying p... failed\n", "Error 0: Success\n"));
    }

    @Test
    void lookAfterwardsDecides() {
        plane.thenGet(PayloadStatus.CHECKED, 0).thenGet(PayloadStatus.CHECKED, Errno.EAGAIN.rc());
        assertThat(run("apply", "p")).isEqualTo(exited(2, "Applying p... failed\n", "Operation didn't complete.\n"));
        plane.thenGet(PayloadStatus.CHECKED, 0).thenGet(PayloadStatus.CHECKED, Errno.EBUSY.rc());
        assertThat(run("apply", "p"))
                .isEqualTo(exited(2, "Applying p... failed\n", "Error 16: Device or resource busy\n"));
        plane.thenGet(PayloadStatus.CHECKED, 0).thenGet(Errno.ENOENT);
        assertThat(run("apply", "p"))
                .isEqualTo(exited(1, "Applying p... failed\n", "Error 2: No such file or directory\n"));
        plane.thenGet(PayloadStatus.CHECKED, 0).thenGet(PayloadStatus.CHECKED, 0);
        assertThat(run("apply", "p"))
                .isEqualTo(exited(
                        1,
                        "Applying p... failed\n",
                        "p is in the wrong state.\nCurrent state: CHECKED\nExpected state: APPLIED\n"));
        plane.thenGet(PayloadStatus.CHECKED, 0).thenGet(PayloadStatus.CHECKED, 0);
        assertThat(run("unload", "p").stderr()).endsWith("Current state: CHECKED\nExpected state: unknown\n");
    }

    @Test
    void loadNamesThePayloadAfterItsFile() {
        plane.thenGet(PayloadStatus.CHECKED, 0).thenGet(PayloadStatus.APPLIED, 0);
        assertThat(run("load", "/a.b/foo.bar.livepatch"))
                .isEqualTo(exited(
                        0, "Uploading /a.b/foo.bar.livepatch... completed\nApplying foo.bar... completed\n", ""));
        assertThat(plane.asked()).startsWith("upload foo.bar", "get foo.bar");
    }

    @Test
    void loadUnloadsWhatItCannotApply() {
        plane.thenGet(PayloadStatus.CHECKED, 0).thenGet(PayloadStatus.CHECKED, Errno.EINVAL.rc());
        plane.thenGet(PayloadStatus.CHECKED, Errno.EINVAL.rc()).thenGet(Errno.ENOENT);
        assertThat(run("load", "p.livepatch"))
                .isEqualTo(exited(
                        1,
                        "Uploading p.livepatch... completed\nApplying p... failed\nUnloading p... completed\n",
                        "Error 22: Invalid argument\n"));
        plane.thenGet(PayloadStatus.CHECKED, 0).thenGet(Errno.ENOENT);
        assertThat(run("load", "p.livepatch", "--bogus"))
                .isEqualTo(exited(
                        1,
                        "Uploading p.livepatch... completed\nUnloading p... completed\n",
                        "Unsupported flag: --bogus.\n"));
    }

    @Test
    void loadOfNoNameCrashesTheTool() {
        assertThat(run("load", "")).isEqualTo(new ToolResult.Killed(11, "", ""));
    }

    @Test
    void listIsATable() {
        plane.thenList(4, 1)
                .thenList(
                        0,
                        1,
                        new PayloadStatus("hello", 1, 0, "LIVEPATCH_RULEZ\0"),
                        new PayloadStatus("n".repeat(41), 2, -16, "a=1\0b=2\0"),
                        new PayloadStatus("", 3, 1),
                        new PayloadStatus("last", 1, 0, "\0"));
        String table = HEADER
                + "hello                                   | CHECKED    | LIVEPATCH_RULEZ\n"
                + "n".repeat(41) + "| APPLIED (16, Device or resource busy)    | a=1;b=2\n"
                + "                                        | unknown (-1, Unknown error -1)    | \n"
                + "last                                    | CHECKED    | \n";
        assertThat(run("list")).isEqualTo(exited(0, table, ""));
    }

    @Test
    void listThatFailsSaysHowFarItCame() {
        plane.thenList(Errno.ENOSYS.rc());
        assertThat(run("list"))
                .isEqualTo(exited(1, "", "Failed to get list sizes.\nError 38: Function not implemented\n"));
        plane.thenList(3, 1).thenList(2, 1, new PayloadStatus("a", 1, 0)).thenList(Errno.EINVAL.rc());
        assertThat(run("list")).isEqualTo(exited(1, "", "Failed to list 2/3.\nError 22: Invalid argument\n"));
    }

    @Test
    void deathOfTheHypervisorLeavesWhatWasPrinted() {
        Death death = new Death("FATAL PAGE FAULT", "dead", List.of());
        plane.thenGet(PayloadStatus.CHECKED, 0).thenAction(new Outcome.Died(death));
        assertThat(run("apply", "p")).isEqualTo(new ToolResult.HostDied(death, "Applying p... ", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "a/b/x.livepatch, x",
        "x, x",
        "x.y.z, x.y",
        "dir.d/x, x",
        "dir.d/, dir",
        "/, /",
        "//, /",
        ".hidden, ''",
    })
    void baseNameUpToTheLastDot(String path, String name) {
        assertThat(PayloadName.ofFile(path)).isEqualTo(name);
    }
}
