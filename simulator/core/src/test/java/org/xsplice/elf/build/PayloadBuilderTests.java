// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.elf.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.xsplice.elf.Elf;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.ByteString;
import org.xsplice.plane.Outcome;
import org.xsplice.profile.HookKind;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Host;
import org.xsplice.support.Programs;
import org.xsplice.time.Duration;

/** What the builder writes is a payload: readers of ELF and the hypervisor take it. */
class PayloadBuilderTests {
    private static final String FUNCTION = "xen_minor_version";
    /** {@code mov $77, %eax; ret}. */
    private static final byte[] RETURN_77 = {(byte) 0xb8, 77, 0, 0, 0, (byte) 0xc3};

    private static final ByteString XEN = ByteString.ofHex("00112233445566778899aabbccddeeff00112233");

    static final List<Arguments> EVERY_DIALECT_AND_GUEST = Profiles.dialects().stream()
            .flatMap(profile -> Stream.of("plain", "endbr").map(variant -> Arguments.of(variant, profile)))
            .toList();

    static final List<Profile> PROFILES = Profiles.dialects();

    private static long run(Host host) {
        return host.hypervisor().call(0, FUNCTION);
    }

    private static void upload(Host host, String name, byte[] payload) {
        assertThat(host.plane().upload(name, payload)).isEqualTo(new Outcome.Returned(0));
    }

    private static void act(Host host, ActionCommand command, String name) {
        assertThat(host.plane().action(command.code(), name, Duration.ZERO, 0)).isEqualTo(new Outcome.Returned(0));
        host.plane().finishAction(Duration.ofMillis(60));
        assertThat(host.status(name).rc()).isZero();
    }

    @ParameterizedTest
    @FieldSource("EVERY_DIALECT_AND_GUEST")
    void aBuiltPayloadChangesWhatTheFunctionReturns(String variant, Profile profile) {
        try (Host host = new Host(variant, profile, 2)) {
            var old = host.hypervisor().symbols().find(FUNCTION).orElseThrow();
            long before = run(host);
            upload(
                    host,
                    "built",
                    PayloadBuilder.of(profile)
                            .builtFor(host.hypervisor().image().buildId())
                            .replace(FUNCTION, old.address(), (int) old.size(), RETURN_77)
                            .build());
            act(host, ActionCommand.APPLY, "built");
            assertThat(run(host)).isEqualTo(77).isNotEqualTo(before);
            act(host, ActionCommand.REVERT, "built");
            assertThat(run(host)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @FieldSource("EVERY_DIALECT_AND_GUEST")
    void payloadsStackByTheirBuildIds(String variant, Profile profile) {
        try (Host host = new Host(variant, profile, 1)) {
            ByteString xen = host.hypervisor().image().buildId();
            int size = (int)
                    host.hypervisor().symbols().find(FUNCTION).orElseThrow().size();
            ByteString first = ByteString.of((byte) 1, (byte) 2, (byte) 3, (byte) 4);
            byte[] code = RETURN_77.clone();
            upload(
                    host,
                    "first",
                    PayloadBuilder.of(profile)
                            .buildId(first)
                            .builtFor(xen)
                            .replaceByName(FUNCTION, size, code)
                            .build());
            code[1] = 78;
            upload(
                    host,
                    "second",
                    PayloadBuilder.of(profile)
                            .builtFor(xen)
                            .stackedOn(first)
                            .replaceByName(FUNCTION, size, code)
                            .build());
            assertThat(host.apply("second")).as("second needs first").isNegative();
            act(host, ActionCommand.APPLY, "first");
            act(host, ActionCommand.APPLY, "second");
            assertThat(run(host)).isEqualTo(78);
        }
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void equalDescriptionsGiveEqualFiles(Profile profile) {
        assertThat(everything(profile).build()).isEqualTo(everything(profile).build());
        PayloadBuilder builder = everything(profile);
        assertThat(builder.build()).as("building changes nothing").isEqualTo(builder.build());
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void differentContentGivesADifferentBuildId(Profile profile) {
        byte[] one = everything(profile).build();
        byte[] other = everything(profile).replaceByName("more", 5, RETURN_77).build();
        assertThat(note(one)).isNotEqualTo(note(other));
    }

    private static ByteString note(byte[] payload) {
        return ElfObject.parse(payload).section(Profile.BUILD_ID_SECTION).content();
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void localSymbolsComeFirst(Profile profile) {
        ElfObject object = ElfObject.parse(everything(profile).build());
        List<Boolean> local =
                object.symbols().stream().map(ObjectSymbol::isLocal).toList();
        int locals = object.sections().get(object.symtab()).info();
        assertThat(local.subList(0, locals)).containsOnly(true);
        assertThat(local.subList(locals, local.size())).containsOnly(false);
    }

    @Test
    void anExpectationIsPartOfTheEntry() {
        ElfObject object = ElfObject.parse(PayloadBuilder.of(Profiles.XEN_4_17)
                .function(new FunctionEntry(
                        "f", Address.NULL, new Address.At(0x1000), 5, 9, ExpectedBytes.of((byte) 1, (byte) 2)))
                .build());
        byte[] entry = object.section(".livepatch.funcs").content().toArray();
        assertThat(entry).hasSize(104);
        // enabled, length 2 (facts, section 1: enabled + length 5 = 0x0b)
        assertThat(entry[72]).isEqualTo((byte) 0x05);
        assertThat(entry[73]).isEqualTo((byte) 1);
        assertThat(entry[74]).isEqualTo((byte) 2);
    }

    /** A payload with everything in it that a builder can be told. */
    private static PayloadBuilder everything(Profile profile) {
        PayloadBuilder builder = PayloadBuilder.of(profile).builtFor(XEN);
        ObjectBuilder object = builder.object();
        object.symbol(ObjectSymbol.file("everything.c"));
        SymbolRef hook = builder.text("hook", (byte) 0xc3);
        int data = object.section(ObjectSection.progbits(".data", Elf.SHF_ALLOC | Elf.SHF_WRITE, 8, new byte[24]));
        int bss = object.section(ObjectSection.nobits(".bss", Elf.SHF_ALLOC | Elf.SHF_WRITE, 8, 100));
        object.relocate(data, 0, Elf.R_X86_64_64, object.symbol(ObjectSymbol.section(bss)), 8);
        object.relocate(data, 8, Elf.R_X86_64_PC32, object.symbol(ObjectSymbol.undefined("printk")), -4);
        object.symbol(ObjectSymbol.absolute("absolute", 0x42));
        object.symbol(ObjectSymbol.local("local", Elf.STT_OBJECT, data, 0, 8));
        object.symbol(ObjectSymbol.common("common", 8, 16));
        return builder.hook(HookKind.LOAD, hook)
                .hook(HookKind.LOAD, hook)
                .hook(HookKind.PREAPPLY, hook)
                .replace("replaced", 0x1000, 16, RETURN_77)
                .replaceByName("by_name", 16, RETURN_77)
                .nop("nops", 0x2000, 16, 5);
    }

    /** An independent reader sees what was described, and finds nothing to complain of. */
    @ParameterizedTest
    @FieldSource("PROFILES")
    void readelfReadsIt(Profile profile, @TempDir Path folder) throws IOException, InterruptedException {
        Programs.require("readelf");
        Path file = folder.resolve("payload");
        Files.write(file, everything(profile).build());
        Process readelf = new ProcessBuilder("readelf", "-hSsrnW", file.toString())
                .redirectErrorStream(true)
                .start();
        String text = new String(readelf.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(readelf.waitFor()).as(text).isZero();
        assertThat(text)
                .doesNotContainIgnoringCase("warning")
                .doesNotContainIgnoringCase("error")
                .contains("REL (Relocatable file)")
                .contains(profile.functionSection())
                .containsPattern("\\.rela\\.data +RELA")
                .containsPattern("R_X86_64_PC32 .*printk - 4")
                .containsPattern("R_X86_64_64 .*\\.bss \\+ 8")
                .containsPattern("FUNC +GLOBAL DEFAULT +\\d+ hook")
                .containsPattern("OBJECT +GLOBAL DEFAULT +COM common")
                .containsPattern("NOTYPE +GLOBAL DEFAULT +ABS absolute")
                .containsPattern("FILE +LOCAL +DEFAULT +ABS everything.c")
                .containsPattern("NT_GNU_BUILD_ID")
                .contains("Build ID: " + XEN);
    }
}
