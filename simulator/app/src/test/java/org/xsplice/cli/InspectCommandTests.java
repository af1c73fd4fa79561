// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xsplice.damage.Damages;
import org.xsplice.elf.build.Address;
import org.xsplice.elf.build.ElfObject;
import org.xsplice.elf.build.ExpectedBytes;
import org.xsplice.elf.build.FunctionEntry;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.profile.Profiles;
import org.xsplice.refusal.Check;
import org.xsplice.support.Fixtures;

/** What {@code inspect} prints and how it ends. */
class InspectCommandTests {
    private static final String HELLO = payload("plain", "xen_hello_world.livepatch");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WIDTH = 80;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static String payload(String variant, String name) {
        return Fixtures.path("payloads/" + variant + "/" + name).toString();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("inspect"));
        all.addAll(Arrays.asList(arguments));
        Output output = Output.of(out, err);
        int code = new Program(output).run(all.toArray(String[]::new));
        output.flush();
        return code;
    }

    private String damaged(int offset, int value) throws IOException {
        byte[] file = Files.readAllBytes(Path.of(HELLO));
        file[offset] = (byte) value;
        return Files.write(folder.resolve("damaged.livepatch"), file).toString();
    }

    @ParameterizedTest
    @CsvSource({
        "plain, xen_hello_world.livepatch, embedded, xen-4.17, xen_extra_version -> xen_hello_world",
        "plain, xen_hello_world.xsplice, embedded, xsplice-2016, xen_extra_version -> xen_hello_world",
        "endbr, xen_hello_world.livepatch, embedded-endbr, xen-4.17, jump+4",
        "endbr, xen_hello_world.xsplice, embedded-endbr, xsplice-2016, xen_extra_version -> xen_hello_world",
        "plain, xen_bye_world.livepatch, embedded, xen-4.17, xen_extra_version -> xen_bye_world",
        "endbr, xen_bye_world.livepatch, embedded-endbr, xen-4.17, xen_extra_version -> xen_bye_world",
        "plain, xen_replace_world.livepatch, embedded, xen-4.17, by name"
    })
    void theHypervisorAndTheReleaseAreFound(
            String variant, String file, String guest, String release, String function) {
        assertThat(run(payload(variant, file))).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .startsWith(file + ": " + release + " accepts it\n")
                .contains("\nguest     " + guest + ", the one that it was built for\n")
                .contains(function)
                .contains("[x] build_symbol_table: new-symbol")
                .doesNotContain("refuses it");
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= WIDTH);
    }

    @Test
    void theReportHasEverythingInIt() {
        assertThat(run("--all", HELLO)).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .containsPattern("\nmemory +3 pages from ffff82d0[0-9a-f]{8}: 8 bytes of text, 104 writable,")
                .containsPattern("\n   0  xen_extra_version -> xen_hello_world\n"
                        + "      jump ffff82d0[0-9a-f]{8}, 8 -> ffff82d0[0-9a-f]{8}, 8 bytes\n")
                .containsPattern("\n  ffff82d0[0-9a-f]{8}  xen_extra_version: the hypervisor\n")
                .containsPattern("\n  \\.text\\.xen_hello_world\\+0x3  R_X86_64_PC32  \\.LC0 - 0x4\n"
                        + "      S \\+ A - P = ([0-9a-f]{16}) - 0x4 - [0-9a-f]{16} = \\+ 0x[0-9a-f]+\n")
                .containsPattern("\n    3 text ffff82d0[0-9a-f]{8}       8    16 AX   \\.text\\.xen_hello_world\n")
                .containsPattern("\n   12 rw   ffff82d0[0-9a-f]{8}       0     1 WA   \\.bss \\(NOBITS\\)\n")
                .contains("\nbuilt for " + Fixtures.guest("plain").buildId() + ": the hypervisor\n");
    }

    @Test
    void whatIsBuiltForNothingAtHandIsTriedOnTheEmbeddedGuest() throws IOException {
        byte[] stranger = Files.readAllBytes(Path.of(payload("endbr", "xen_hello_world.livepatch")));
        String id = Fixtures.guest("endbr").buildId().toString();
        replaceAll(stranger, HexFormat.of().parseHex(id));
        String file =
                Files.write(folder.resolve("stranger.livepatch"), stranger).toString();
        assertThat(run(file)).isEqualTo(ExitCode.DIFFERENT);
        assertThat(out.toString())
                .containsPattern("^stranger.livepatch: xen-4.17 refuses it: -EINVAL \\(Invalid argument\\)\n"
                        + "  cause   the payload was built for another hypervisor, whose build-id is\n"
                        + "          [0-9a-f]{40}\n")
                .contains("\n  console (XEN) livepatch: stranger: check against hypervisor build-id failed\n"
                        + "  check   xen-build-id, in xen_build_id_dep\n  where   0x")
                .containsPattern("\non top of [0-9a-f]{40}: the hypervisor that it was\n +built for\n"
                        + "built for [0-9a-f]{40}: another hypervisor\n")
                .contains("\nguest     embedded, since no known hypervisor has the build-id that it names;")
                .contains("Hazards were not looked for: the payload was built for another hypervisor.")
                .contains("  [!] xen_build_id_dep: xen-build-id, refuses it\n  [ ] build_symbol_table: new-symbol\n");
    }

    /** Changes the last byte wherever some bytes are. */
    private static void replaceAll(byte[] file, byte... wanted) {
        for (int at = 0; at + wanted.length <= file.length; at++) {
            if (Arrays.equals(file, at, at + wanted.length, wanted, 0, wanted.length)) {
                file[at + wanted.length - 1] ^= 1;
            }
        }
    }

    @Test
    void dangersAreInTheVerdict() {
        assertThat(run(payload("plain", "xen_nop.livepatch"))).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .startsWith("xen_nop.livepatch: xen-4.17 accepts it, but does not check for 1 danger\n")
                .contains(
                        "\n  danger  nops-fall-through, entry 0 (xen_minor_version), quirk 26\n          all of xen_minor_version is overwritten, including")
                .contains("\n   0  xen_minor_version -> NOPs\n");
    }

    @Test
    void aRefusalIsMended() throws IOException {
        String file = damaged(18, 0x55);
        String mended = folder.resolve("mended.livepatch").toString();
        assertThat(run("--mend", mended, file)).isEqualTo(ExitCode.DIFFERENT);
        assertThat(out.toString())
                .startsWith("damaged.livepatch: xen-4.17 refuses it: -EOPNOTSUPP (Operation not supported)\n"
                        + "  console (XEN) livepatch: damaged: Unsupported ELF Machine type\n"
                        + "  check   machine, in arch_livepatch_verify_elf\n"
                        + "  where   0x12 of the file\n"
                        + "  mend    ")
                .contains("\n          at 0x12: e_machine = 0x3e (2 bytes)\n")
                .contains("  [!] arch_livepatch_verify_elf: machine, refuses it\n");
        assertThat(Path.of(mended)).hasSameBinaryContentAs(Path.of(HELLO));
        assertThat(run("--mend", mended, HELLO)).isEqualTo(ExitCode.OK);
        assertThat(err.toString()).contains("mended.livepatch: there is nothing to mend");
    }

    @Test
    void theHypervisorThatItWasBuiltForIsNamed() {
        String endbr = payload("endbr", "xen_hello_world.livepatch");
        assertThat(run("--guest", "embedded", endbr)).isEqualTo(ExitCode.DIFFERENT);
        assertThat(out.toString())
                .contains("  cause   the payload was built for another hypervisor, whose build-id is\n")
                .contains("\nguest     embedded, though the payload was built for embedded-endbr\n");
        assertThat(run("--guest", "embedded-endbr", endbr)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).doesNotContain("though");
    }

    @Test
    void aGuessIsNotWritten() throws IOException {
        byte[] file = Damages.named(Profiles.XEN_4_17, "rel_pc32_overflow").apply(Files.readAllBytes(Path.of(HELLO)));
        String path = Files.write(folder.resolve("guess.livepatch"), file).toString();
        Path mended = folder.resolve("mended.livepatch");
        assertThat(run("--mend", mended.toString(), path)).isEqualTo(ExitCode.DIFFERENT);
        assertThat(out.toString())
                .contains("\n  proof   a guess, which may change what the payload does (relocation-addend)\n");
        assertThat(err.toString())
                .contains("mended.livepatch: the proposed change is a guess, and may change what the payload does");
        assertThat(mended).doesNotExist();
    }

    @Test
    void aPayloadBesideItThatIsMissingIsNamed() throws IOException {
        byte[] user = PayloadBuilder.of(Profiles.XEN_4_17)
                .builtFor(Fixtures.guest("plain").buildId())
                .function(new FunctionEntry("xen_minor_version", Address.NULL, Address.NULL, 8, 8, ExpectedBytes.NONE))
                .build();
        ElfObject object = ElfObject.parse(user).plusSymbol(ObjectSymbol.undefined("xen_hello_world"));
        String path =
                Files.write(folder.resolve("user.livepatch"), object.write()).toString();
        assertThat(run(path)).isEqualTo(ExitCode.DIFFERENT);
        assertThat(out.toString()).doesNotContain("another payload");
        Files.copy(Path.of(HELLO), folder.resolve("first.livepatch"));
        assertThat(run("--json", path)).isEqualTo(ExitCode.DIFFERENT);
        JsonNode json = JSON.readTree(out.toString());
        assertThat(json.get("cause").asText())
                .isEqualTo("another payload, first, brings xen_hello_world, and is not loaded");
        assertThat(json.at("/mend/text").asText()).isEqualTo("load first first; here: --with its file");
    }

    @Test
    void aDeathEndsWithThree() throws IOException {
        byte[] file = Files.readAllBytes(Path.of(HELLO));
        byte[] deadly = Damages.named(Profiles.XEN_4_17, "x_depends_not_alloc").apply(file);
        String path = Files.write(folder.resolve("deadly.livepatch"), deadly).toString();
        assertThat(run(path)).isEqualTo(ExitCode.DIED);
        assertThat(out.toString())
                .startsWith("deadly.livepatch: the hypervisor dies of it: ")
                .contains("\n  console (XEN) ", "\n  in      ", "\n  mend    ", "kills the hypervisor");
    }

    @Test
    void payloadsCanBeLoadedBefore() {
        String bye = payload("plain", "xen_bye_world.livepatch");
        assertThat(run("--with", HELLO, bye)).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).containsPattern("\non top of [0-9a-f]{40}: xen_hello_world\n");
        assertThat(run(bye)).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .containsPattern("\non top of [0-9a-f]{40}: a payload that is not\n? *loaded; --with FILE loads it");
        assertThat(run("--with", HELLO, HELLO)).isEqualTo(ExitCode.DIFFERENT);
        assertThat(out.toString()).contains("mend    unload xen_hello_world first");
        assertThat(run("--with", payload("endbr", "xen_hello_world.livepatch"), "--guest", "embedded", bye))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("xen_hello_world cannot be loaded first: ");
    }

    @Test
    void whatCannotBeUsedEndsWithTwo() throws IOException {
        assertThat(run(HELLO + "x")).isEqualTo(ExitCode.USAGE);
        assertThat(run("--guest", "embeded", HELLO)).isEqualTo(ExitCode.USAGE);
        assertThat(run("--release", "xen-4.71", HELLO)).isEqualTo(ExitCode.USAGE);
        String text = Files.writeString(folder.resolve("text"), "Hello").toString();
        assertThat(run("--guest", text, HELLO)).isEqualTo(ExitCode.USAGE);
        assertThat(run("--guest", HELLO, HELLO)).isEqualTo(ExitCode.USAGE);
        assertThat(run(folder.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains(
                        "xen_hello_world.livepatchx: there is no such file; did you mean xen_hello_world.livepatch?\n")
                .contains("xsplice: embeded: there is no such file; did you mean embedded?\n")
                .contains(
                        "--release: there is no release \"xen-4.71\"; use auto, 4.14, 4.15, 4.16, 4.17, 4.18, 4.19, 4.20, ")
                .contains("text: this is text; wanted is Xen for x86-64: ")
                .contains("xen_hello_world.livepatch: this is a live patch payload; wanted is Xen");
        assertThat(out.toString()).isEmpty();
    }

    /** A payload is what the hypervisor makes of it, even where it is none. */
    @Test
    void whatIsNoPayloadIsRefused() throws IOException {
        String text = Files.writeString(folder.resolve("text"), "x".repeat(100)).toString();
        assertThat(run(text)).isEqualTo(ExitCode.DIFFERENT);
        assertThat(out.toString())
                .contains("check   magic, in livepatch_header_check", "[!] livepatch_header_check: magic, refuses it")
                .doesNotContain("Functions", "Symbols", "Sections", "no build-id in");
        assertThat(run(Files.write(folder.resolve("empty"), new byte[0]).toString()))
                .isEqualTo(ExitCode.DIFFERENT);
        assertThat(out.toString()).contains("check   size, in verify_payload");
    }

    @Test
    void jsonTellsTheSame() throws IOException {
        assertThat(run("--json", HELLO)).isEqualTo(ExitCode.OK);
        JsonNode json = JSON.readTree(out.toString());
        assertThat(json.get("format").asInt()).isEqualTo(1);
        assertThat(json.get("outcome").asText()).isEqualTo("accepted");
        assertThat(json.get("mend").isNull()).isTrue();
        assertThat(json.at("/payload/profile").asText()).isEqualTo("xen-4.17");
        assertThat(json.at("/payload/xen_depends").asText())
                .isEqualTo(Fixtures.guest("plain").buildId().toString());
        assertThat(json.at("/payload/depends_owner").asText()).isEqualTo("the hypervisor");
        assertThat(json.at("/guest/name").asText()).isEqualTo("embedded");
        assertThat(json.at("/functions/0/name").asText()).isEqualTo("xen_extra_version");
        assertThat(json.at("/functions/0/old_addr/address").asText())
                .isEqualTo("0x"
                        + Long.toHexString(Fixtures.guest("plain").symbols().require("xen_extra_version")));
        assertThat(json.at("/functions/0/new_addr/label").asText()).isEqualTo("xen_hello_world");
        assertThat(json.at("/relocations/0/formula").asText()).isEqualTo("S + A - P");
        assertThat(json.at("/symbols/0/provider").asText()).isEqualTo("guest");
        assertThat(json.at("/memory/pages").asInt()).isEqualTo(3);
        assertThat(json.get("checks")).hasSizeGreaterThan(60).allMatch(check -> {
            Check.valueOf(check.get("check").asText());
            return List.of("passed", "nothing").contains(check.get("state").asText());
        });
    }

    @Test
    void jsonOfARefusalHasWhatMendsIt() throws IOException {
        assertThat(run("--json", damaged(18, 0x55))).isEqualTo(ExitCode.DIFFERENT);
        JsonNode json = JSON.readTree(out.toString());
        assertThat(json.get("outcome").asText()).isEqualTo("refused");
        assertThat(json.at("/refusal/check").asText()).isEqualTo("MACHINE");
        assertThat(json.at("/refusal/errno").asText()).isEqualTo("EOPNOTSUPP");
        assertThat(json.at("/refusal/rc").asInt()).isEqualTo(-95);
        assertThat(json.at("/refusal/file_offset").asInt()).isEqualTo(18);
        assertThat(json.at("/refusal/function").asText()).isEqualTo("arch_livepatch_verify_elf");
        assertThat(json.at("/mend/kind").asText()).isEqualTo("edit");
        assertThat(json.at("/mend/edit").asText()).isEqualTo("header");
        assertThat(json.at("/mend/proof").asText()).isEqualTo("same-bytes");
        assertThat(json.get("cause").isNull()).isTrue();
        assertThat(json.at("/mend/changes/0/value").asText()).isEqualTo("0x3e");
        assertThat(json.at("/console/0").asText()).isEqualTo("livepatch: damaged: Unsupported ELF Machine type");
        assertThat(json.at("/hazards_unknown").asText()).isNotEmpty();
    }
}
