// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xsplice.elf.Elf;
import org.xsplice.elf.HeaderField;
import org.xsplice.elf.Rela;
import org.xsplice.elf.build.ElfObject;
import org.xsplice.elf.build.ObjectBuilder;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.elf.build.RawElf;
import org.xsplice.elf.build.SymbolRef;
import org.xsplice.event.ByteString;
import org.xsplice.hypervisor.EmbeddedGuest;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.mend.Mend;
import org.xsplice.profile.FunctionLayout;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Fixtures;
import org.xsplice.text.Style;

/** What is wrong with a payload is said before the check that fails, and what helps is about that. */
class CausesOfRefusalsTests {
    private static final HypervisorImage XEN = Fixtures.guest("plain");
    private static final byte RET = (byte) 0xc3;
    private static final int CODE = (int) (Elf.SHF_ALLOC | Elf.SHF_EXECINSTR);
    private static final int OLD_SIZE = 8;

    /**
     * A payload that is refused.
     *
     * @param what is wrong with it
     * @param cause as it is printed
     * @param mend as it is printed
     */
    record Row(String what, byte[] file, String cause, String mend) {
        @Override
        public String toString() {
            return what;
        }
    }

    static final List<Row> ROWS = rows();

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        otherFiles(rows);
        otherBuilds(rows);
        relocations(rows);
        compilerNames(rows);
        labels(rows);
        nearNames(rows);
        return rows;
    }

    private static PayloadBuilder builder() {
        return PayloadBuilder.of(Profiles.XEN_4_17).builtFor(XEN.buildId());
    }

    private static byte[] hello() {
        return builder().replaceByName("xen_extra_version", OLD_SIZE, RET).build();
    }

    private static void otherFiles(List<Row> rows) {
        rows.add(new Row(
                "a payload in gzip",
                gzip(hello()),
                "this is compressed with gzip, not a payload",
                "unpack it first: gunzip FILE"));
        rows.add(new Row(
                "text, shorter than a header",
                "--- a/xen\n".getBytes(StandardCharsets.US_ASCII),
                "this is text, not a payload",
                "give the .livepatch file"));
        rows.add(new Row(
                "the hypervisor itself",
                image(),
                "this is a 64-bit ELF executable for x86-64, not a payload",
                "give a payload; a hypervisor goes behind --guest"));
        rows.add(new Row(
                "a module of Linux",
                object(".gnu.linkonce.this_module"),
                "this is a Linux kernel module (.ko), not a payload",
                "give what a builder of live patches for Xen makes of such files"));
        rows.add(new Row(
                "a live patch for Linux",
                object(".kpatch.funcs"),
                "this is a live patch for Linux (kpatch), not a payload",
                "give a payload that was built for Xen"));
        rows.add(new Row(
                "an object file",
                object(".text.plain"),
                "this is an object file, not a payload",
                "give what a builder of live patches for Xen makes of such files"));
        rows.add(new Row(
                "a payload for Arm",
                header(hello(), HeaderField.E_MACHINE, 183),
                "this is a payload for 64-bit Arm (AArch64), and the hypervisor is for x86-64",
                "build the payload for x86-64"));
        rows.add(new Row(
                "a payload for RISC-V",
                header(hello(), HeaderField.E_MACHINE, 243),
                "this is a payload for RISC-V, and the hypervisor is for x86-64",
                "build the payload for x86-64"));
        rows.add(new Row(
                "the debug half",
                debugHalf(),
                "this is the debug half of a payload (objcopy --only-keep-debug): it has no code",
                "give the payload that it was split from"));
        rows.add(new Row(
                "stripped",
                stripped(),
                "the payload was stripped, and has no symbols any more",
                "give the payload as it was built; of it, strip -g may only take the debug information"));
        rows.add(new Row(
                "too large because of debug information",
                large(),
                "3000000 of its 3001400 bytes are debug information",
                "run strip -g on it, or compile without -g"));
    }

    private static byte[] gzip(byte[] file) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] image() {
        return EmbeddedGuest.PLAIN.file();
    }

    private static byte[] object(String section) {
        ObjectBuilder object = new ObjectBuilder();
        object.section(ObjectSection.progbits(".text", CODE, 16, RET));
        object.section(ObjectSection.progbits(section, Elf.SHF_ALLOC, 8, new byte[64]));
        return object.build().write();
    }

    private static byte[] header(byte[] file, HeaderField field, long value) {
        RawElf raw = new RawElf(file);
        raw.set(field, value);
        return raw.toArray();
    }

    /** What objcopy --only-keep-debug leaves: the sections are there, and only notes have their content. */
    private static byte[] debugHalf() {
        ElfObject object = ElfObject.parse(hello());
        ElfObject half = object;
        for (int i = 1; i < object.sections().size(); i++) {
            ObjectSection section = object.sections().get(i);
            if (section.has(Elf.SHF_ALLOC) && section.type() == Elf.SHT_PROGBITS) {
                half = half.with(i, section.withType(Elf.SHT_NOBITS));
            }
        }
        return half.write();
    }

    private static byte[] stripped() {
        ElfObject object = ElfObject.parse(hello());
        int symtab = object.symtab();
        ObjectSection table = object.sections().get(symtab);
        return object.with(symtab, table.withType(Elf.SHT_PROGBITS).withName(".gone"))
                .write();
    }

    private static byte[] large() {
        PayloadBuilder builder = builder();
        builder.object().section(ObjectSection.progbits(".debug_info", 0, 1, new byte[3_000_000]));
        return builder.replaceByName("xen_extra_version", OLD_SIZE, RET).build();
    }

    private static void otherBuilds(List<Row> rows) {
        ByteString stranger = ByteString.ofHex("0123456789abcdef0123456789abcdef01234567");
        ByteString endbr = Fixtures.guest("endbr").buildId();
        String helps = "rebuild the payload for this hypervisor, whose build-id is " + XEN.buildId()
                + ", or load it into the hypervisor that it was built for";
        rows.add(new Row(
                "for an unknown hypervisor",
                PayloadBuilder.of(Profiles.XEN_4_17)
                        .builtFor(stranger)
                        .replaceByName("xen_extra_version", OLD_SIZE, RET)
                        .build(),
                "the payload was built for another hypervisor, whose build-id is " + stranger,
                helps));
        rows.add(new Row(
                "for a known hypervisor, and a name fails first",
                PayloadBuilder.of(Profiles.XEN_4_17)
                        .builtFor(endbr)
                        .replaceByName("xen_extra_versiom", OLD_SIZE, RET)
                        .build(),
                "the payload was built for another hypervisor, whose build-id is " + endbr + " (embedded-endbr)",
                helps));
        for (int entries : new int[] {1, 2, 13}) {
            rows.add(new Row(
                    entries + " entries of version 1",
                    oldEntries(entries, true),
                    "the payload was built for Xen 4.13 or earlier: its function entries have 64 bytes and version 1",
                    "build it with a builder for Xen 4.14 or later; no change of this file helps"));
        }
        rows.add(new Row(
                "version 1 without xen_depends",
                oldEntries(1, false),
                "the payload was built for Xen 4.13 or earlier: its function entries have 64 bytes and version 1",
                "build it with a builder for Xen 4.14 or later; no change of this file helps"));
        rows.add(new Row(
                "in the format of 2016",
                PayloadBuilder.of(Profiles.XSPLICE_2016)
                        .builtFor(XEN.buildId())
                        .replaceByName("xen_extra_version", OLD_SIZE, RET)
                        .build(),
                "the payload is in the format of the xSplice series of 2016: it has .xsplice.funcs, and this "
                        + "hypervisor looks for .livepatch.funcs",
                "use profile: xsplice-2016, since the payload is in its dialect (it has .xsplice.funcs), or build it "
                        + "for xen-4.17"));
    }

    private static byte[] oldEntries(int count, boolean xenDepends) {
        PayloadBuilder builder = builder().replaceByName("xen_extra_version", OLD_SIZE, RET);
        ElfObject object = builder.buildObject();
        byte[] entries = new byte[count * FunctionLayout.VERSION_1.size()];
        for (int i = 0; i < count; i++) {
            entries[i * FunctionLayout.VERSION_1.size() + FunctionLayout.VERSION] = 1;
            entries[i * FunctionLayout.VERSION_1.size() + FunctionLayout.OLD_SIZE] = OLD_SIZE;
        }
        int section = object.indexOf(".livepatch.funcs");
        ElfObject old = object.with(section, object.sections().get(section).withContent(entries));
        int depends = old.indexOf(".livepatch.xen_depends");
        return (xenDepends ? old : old.with(depends, old.sections().get(depends).withName(".other"))).write();
    }

    /** Builds a payload whose function has one relocation. */
    private static byte[] relocated(int type, String symbol, byte... code) {
        return relocated(".text.uses", type, symbol, -4, code);
    }

    private static byte[] relocated(String name, int type, String symbol, long addend, byte... code) {
        PayloadBuilder builder = builder();
        long flags = name.startsWith(".text") ? CODE : Elf.SHF_ALLOC;
        int section = builder.object().section(ObjectSection.progbits(name, flags, 16, code));
        SymbolRef target = builder.object().symbol(ObjectSymbol.undefined(symbol));
        builder.object().relocate(section, 2, type, target, addend);
        return builder.replaceByName("xen_extra_version", OLD_SIZE, RET).build();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[16];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static void relocations(List<Row> rows) {
        String hidden =
                "compile with -fPIC and -fvisibility=hidden; that holds for definitions only, so declare what is "
                        + "external below #pragma GCC visibility push(hidden)";
        String table = "the code uses a global offset table: it was compiled without hidden visibility";
        String plt = "the code calls through a global offset table: it was compiled with -fno-plt";
        rows.add(new Row(
                "GOTPCRELX",
                relocated(Elf.R_X86_64_REX_GOTPCRELX, "do_xen_version", bytes(0x8b, 0x05)),
                table,
                hidden));
        rows.add(new Row(
                "_GLOBAL_OFFSET_TABLE_",
                relocated(Elf.R_X86_64_PC32, "_GLOBAL_OFFSET_TABLE_", bytes(0x8d, 0x05)),
                table,
                hidden));
        rows.add(new Row(
                "-fno-plt",
                relocated(Elf.R_X86_64_GOTPCRELX, "do_xen_version", bytes(0xff, 0x15)),
                plt,
                "compile without -fno-plt and with -fvisibility=hidden"));
        rows.add(new Row(
                "-mcmodel=large -fPIC",
                relocated(29, "_GLOBAL_OFFSET_TABLE_", bytes(0x49, 0xbb)),
                "the code was compiled for the large code model (-mcmodel=large)",
                "compile without -mcmodel, with -fPIC and -fvisibility=hidden"));
        for (int type : new int[] {Elf.R_X86_64_32, Elf.R_X86_64_32S}) {
            rows.add(new Row(
                    "absolute, " + type,
                    relocated(type, "do_xen_version", bytes(0x04, 0x25)),
                    "the compiler put addresses of 32 bits into .text.uses: -fno-pic, or -mcmodel=kernel",
                    "compile with -fPIC and -fvisibility=hidden, and without -mcmodel"));
        }
        rows.add(new Row(
                ".sframe",
                relocated(".sframe", Elf.R_X86_64_PC64, "do_xen_version", 0, new byte[32]),
                "the assembler added stack trace data (.sframe), whose relocations are R_X86_64_PC64",
                "assemble with -Wa,--gsframe=no, or remove .sframe and .rela.sframe with objcopy -R"));
        rows.add(new Row(
                "a call of an address",
                withoutSymbol(),
                "the code refers to the address 0x1000 itself, and not to a symbol",
                "refer to the function or variable by its name"));
    }

    private static byte[] withoutSymbol() {
        ElfObject object =
                ElfObject.parse(relocated(".text.uses", Elf.R_X86_64_PC32, "do_xen_version", 0xffc, bytes(0, 0xe8)));
        int table = object.relocationsOf(object.indexOf(".text.uses"));
        return object.withRelocations(
                        table,
                        object.relocations(table).stream()
                                .map(r -> new Rela(r.offset(), Rela.info(0, (int) r.type()), r.addend()))
                                .toList())
                .write();
    }

    private static void compilerNames(List<Row> rows) {
        compilerName(rows, "__stack_chk_fail", "-fno-stack-protector");
        compilerName(rows, "__asan_report_load8", "-fno-sanitize=all");
        compilerName(rows, "__fentry__", "-mno-fentry and without -pg");
        compilerName(rows, "__x86_indirect_thunk_rax", "-mindirect-branch=keep");
        compilerName(rows, "__x86_return_thunk", "-mfunction-return=keep");
    }

    private static void compilerName(List<Row> rows, String name, String option) {
        rows.add(new Row(
                name,
                relocated(Elf.R_X86_64_PLT32, name, bytes(0, 0xe8)),
                "the compiler calls " + name + " of its own accord, and the hypervisor was built without it",
                "compile with " + option + ", as the hypervisor was"));
    }

    private static void labels(List<Row> rows) {
        rows.add(new Row(
                "a string that was left out",
                relocated(Elf.R_X86_64_PC32, ".LC3", bytes(0x8d, 0x05)),
                "the label .LC3 is the compiler's own, and what it stood for is not in the payload",
                "keep the .rodata sections of the object file (.rodata.str*, .rodata.cst*) in the payload"));
        PayloadBuilder builder = builder();
        int strings = builder.object().section(ObjectSection.progbits(".rodata.str1.8", 0, 8, new byte[8]));
        SymbolRef label = builder.object().symbol(ObjectSymbol.local(".LC7", Elf.STT_NOTYPE, strings, 0, 0));
        int text = builder.object().section(ObjectSection.progbits(".text.uses", CODE, 16, bytes(0x8d, 0x05)));
        builder.object().relocate(text, 2, Elf.R_X86_64_PC32, label, -4);
        rows.add(new Row(
                "a string that is not loaded",
                builder.replaceByName("xen_extra_version", OLD_SIZE, RET).build(),
                "the label .LC7 is in .rodata.str1.8, which is not loaded",
                "keep .rodata.str1.8 a section that is loaded (SHF_ALLOC)"));
    }

    private static void nearNames(List<Row> rows) {
        near(rows, "common/console.c#put_char", "console.c#put_char", "the folder is another one, or missing");
        near(rows, "idle.c#put_raw", "console.c#put_raw", "the file is another one");
        near(rows, "idle.c#idle_loop", "idle_loop", "it is not static, so no file belongs to the name");
        near(rows, "xen_extra_versoin", "xen_extra_version", "is it misspelt?");
        String built =
                "the compiler and the options that the hypervisor was built with, or patch the function that calls it";
        rows.add(new Row(
                "a clone",
                function("tasklet_schedule_on_cpu.isra.0"),
                "the hypervisor has no tasklet_schedule_on_cpu.isra.0, but tasklet_schedule_on_cpu: compilers add "
                        + "such endings to functions that they have changed or split",
                "build with " + built));
        rows.add(new Row(
                "a static of another number",
                function("console.c#put_raw.1234"),
                "the hypervisor has no console.c#put_raw.1234, but console.c#put_raw: compilers number static variables "
                        + "of functions as they come",
                "build with the compiler, the options and the source that the hypervisor was built with"));
        rows.add(new Row(
                "nothing like it, and no size",
                sizeless("there_is_no_such_function"),
                "the hypervisor has no function there_is_no_such_function",
                null));
        rows.add(new Row(
                "misspelt, and no size",
                sizeless("xen_extra_versoin"),
                "the hypervisor has no xen_extra_versoin, but xen_extra_version: is it misspelt?",
                "use xen_extra_version instead, if that is what was meant"));
    }

    private static void near(List<Row> rows, String name, String near, String what) {
        String cause = "the hypervisor has no " + name + ", but " + near + ": " + what;
        String mend = "use " + near + " instead, if that is what was meant";
        rows.add(new Row(name + " patched", function(name), cause, mend));
        rows.add(new Row(name + " used", relocated(Elf.R_X86_64_PLT32, name, bytes(0, 0xe8)), cause, mend));
    }

    private static byte[] function(String name) {
        return builder().replaceByName(name, OLD_SIZE, RET).build();
    }

    private static byte[] sizeless(String name) {
        return builder().replaceByName(name, 0, RET).build();
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void theCauseComesFirst(Row row) {
        try (Inspector inspector = new Inspector(XEN, Profiles.XEN_4_17, List.of())) {
            Inspection inspection = inspector.inspect(new PayloadFile("p", row.file()));
            assertThat(inspection.cause()).isEqualTo(row.cause());
            if (row.mend() != null) {
                assertThat(inspection.proposed().map(Mend::text)).contains(row.mend());
            }
            List<String> lines = report(inspection);
            assertThat(lines.get(1)).startsWith("  cause   " + row.cause().substring(0, 20));
            assertThat(inspector.mend(inspection)).isEmpty();
        }
    }

    private static List<String> report(Inspection inspection) {
        List<String> lines = new ArrayList<>();
        new InspectionReport(Style.PLAIN, 300, false, line -> lines.add(line.toString()))
                .write(inspection, "p", "embedded", "");
        return lines;
    }

    @Test
    void aTakenNameIsThatOfALoadedPayload() {
        UnaryOperator<PayloadBuilder> helper = builder -> {
            builder.text("helper", RET);
            return builder;
        };
        byte[] first = helper.apply(builder())
                .replaceByName("xen_extra_version", OLD_SIZE, RET)
                .build();
        byte[] second = helper.apply(builder())
                .replaceByName("xen_minor_version", OLD_SIZE, RET)
                .build();
        try (Inspector inspector = new Inspector(XEN, Profiles.XEN_4_17, List.of(new PayloadFile("lp1", first)))) {
            Inspection inspection = inspector.inspect(new PayloadFile("lp2", second));
            assertThat(inspection.trial().stop().orElseThrow().cause())
                    .isEqualTo("the payload lp1, which is loaded, brings helper already");
            assertThat(inspection.proposed())
                    .contains(new Mend.Unload(
                            "lp1", "revert and unload lp1 first; or give helper another name in the source"));
        }
    }

    @Test
    void whatAnotherPayloadBringsIsNamed() {
        PayloadBuilder provider = builder();
        provider.text("helper", RET);
        byte[] other =
                provider.replaceByName("xen_minor_version", OLD_SIZE, RET).build();
        byte[] file = relocated(Elf.R_X86_64_PLT32, "helper", bytes(0, 0xe8));
        try (Inspector inspector =
                new Inspector(XEN, Profiles.XEN_4_17, List.of(), () -> List.of(new PayloadFile("provider", other)))) {
            Inspection inspection = inspector.inspect(new PayloadFile("user", file));
            assertThat(inspection.cause()).isEqualTo("another payload, provider, brings helper, and is not loaded");
            assertThat(inspection.proposed().map(Mend::text)).contains("load provider first; here: --with its file");
        }
    }

    @Test
    void aThunkThatTheCompilerBroughtIsNotRenamed() {
        UnaryOperator<PayloadBuilder> thunk = builder -> {
            builder.text("__x86_indirect_thunk_rax", RET);
            return builder;
        };
        byte[] first = thunk.apply(builder())
                .replaceByName("xen_extra_version", OLD_SIZE, RET)
                .build();
        byte[] second = thunk.apply(builder())
                .replaceByName("xen_minor_version", OLD_SIZE, RET)
                .build();
        try (Inspector inspector = new Inspector(XEN, Profiles.XEN_4_17, List.of(new PayloadFile("lp1", first)))) {
            Inspection inspection = inspector.inspect(new PayloadFile("lp2", second));
            assertThat(inspection.trial().stop().orElseThrow().cause())
                    .isEqualTo("the compiler put a copy of the thunk __x86_indirect_thunk_rax into the payload");
            assertThat(inspection.proposed()).contains(new Mend.Rebuild("compile with -mindirect-branch=thunk-extern"));
        }
    }

    /** A payload that is damaged, and nothing else, is not taken for something else. */
    @Test
    void aCopyWithErrorsHasNoCause() {
        for (int cut : new int[] {63, 200, 900}) {
            try (Inspector inspector = new Inspector(XEN, Profiles.XEN_4_17, List.of())) {
                Inspection inspection = inspector.inspect(new PayloadFile("p", Arrays.copyOf(hello(), cut)));
                assertThat(inspection.trial().stop().orElseThrow().cause()).isEmpty();
            }
        }
    }
}
