// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xsplice.chance.Chance;
import org.xsplice.damage.Mutator;
import org.xsplice.elf.Elf;
import org.xsplice.elf.ElfBytes;
import org.xsplice.elf.Rela;
import org.xsplice.elf.build.ElfObject;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.hazard.HazardKind;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.loader.LoadedPayload;
import org.xsplice.loader.PatchFunction;
import org.xsplice.machine.Memory;
import org.xsplice.mend.Evidence;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.support.Fixtures;
import org.xsplice.text.Style;

/** What is told of a payload is what the hypervisor made of it. */
class InspectorTests {
    private static final String RECORDED = "XSPLICE_CONFORMANCE";
    private static final long SEED = Long.getLong("xsplice.seed", 20160427);
    private static final int MUTANTS = 300;
    private static final List<String> PAYLOADS = List.of("hello_world", "bye_world", "replace_world", "nop");

    static final List<Profile> PROFILES = Profiles.dialects();

    @ParameterizedTest
    @FieldSource("PROFILES")
    void tellsWhatIsInMemory(Profile profile) {
        for (String variant : List.of("plain", "endbr")) {
            try (Inspector inspector = new Inspector(Fixtures.guest(variant), profile, List.of())) {
                for (String name : PAYLOADS) {
                    byte[] file = Fixtures.payload(variant, "xen_" + name, profile);
                    Inspection inspection = inspector.inspect(new PayloadFile(name, file));
                    assertIsInMemory(inspector, inspection);
                }
            }
        }
    }

    @Test
    void tellsWhatIsInMemoryOfPayloadsFromSourceChanges() throws IOException {
        String folder = System.getenv(RECORDED);
        assumeTrue(folder != null, RECORDED + " is not set, so there are no recorded payloads to look at");
        List<Path> files;
        try (Stream<Path> found = Files.list(Path.of(folder, "payloads"))) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        HypervisorImage image = HypervisorImage.open(Path.of(folder, "xen-syms.gz"));
        int accepted = 0;
        try (Inspector inspector = new Inspector(image, Profiles.XEN_4_17, List.of())) {
            for (Path file : files) {
                Inspection inspection =
                        inspector.inspect(new PayloadFile(file.getFileName().toString(), Files.readAllBytes(file)));
                accepted += inspection.accepted() ? 1 : 0;
                assertIsInMemory(inspector, inspection);
            }
        }
        assertThat(accepted).isGreaterThan(files.size() / 2);
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void noDamageKeepsItFromTelling(Profile profile) {
        Chance chance = new Chance(SEED);
        Mutator mutator = new Mutator(profile, chance);
        List<byte[]> payloads = new ArrayList<>();
        PAYLOADS.forEach(name -> payloads.add(Fixtures.payload("plain", "xen_" + name, profile)));
        try (Inspector inspector = new Inspector(Fixtures.guest("plain"), profile, List.of())) {
            for (int i = 0; i < MUTANTS; i++) {
                var mutant = mutator.mutate(payloads.get(chance.below(payloads.size())));
                try {
                    Inspection inspection = inspector.inspect(new PayloadFile("m", mutant.file()));
                    List<String> lines = new ArrayList<>();
                    new InspectionReport(Style.PLAIN, 80, true, line -> lines.add(line.toString()))
                            .write(inspection, "m", "embedded", "");
                    assertThat(lines).isNotEmpty();
                    assertTableIsInMemory(inspector, inspection);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError(
                            "-Dxsplice.seed=%d, mutant %d: %s".formatted(SEED, i, mutant.changes()), e);
                }
            }
        }
    }

    /** What is small in the file can be large for whoever reads it: names that share their bytes, and relocations. */
    @Test
    void aSmallFileStaysSmall() {
        ElfObject hello = ElfObject.parse(Fixtures.payload("plain", "xen_hello_world", Profiles.XEN_4_17));
        int table = hello.relocationsOf(hello.indexOf(".text.xen_hello_world"));
        List<Rela> many = Collections.nCopies(40_000, new Rela(0, 1L << 32, 0));
        try (Inspector inspector = new Inspector(Fixtures.guest("plain"), Profiles.XEN_4_17, List.of())) {
            Inspection named = inspector.inspect(new PayloadFile("m", longNames(hello)));
            assertThat(named.contents().needed())
                    .hasSizeLessThan(100)
                    .allMatch(symbol -> symbol.name().length() <= Evidence.NAME_MAX);
            assertThat(report(named)).contains("  check   symbol-known, in livepatch_elf_resolve_symbols");
            Inspection relocated = inspector.inspect(
                    new PayloadFile("m", hello.withRelocations(table, many).write()));
            assertThat(relocated.contents().relocations()).hasSizeLessThan(many.size());
            assertThat(relocated.contents().relocationsLeftOut()
                            + relocated.contents().relocations().size())
                    .isEqualTo(many.size() + 3L);
            assertThat(report(relocated)).anyMatch(line -> line.endsWith(" more that are not listed)"));
        }
    }

    private static List<String> report(Inspection inspection) {
        List<String> lines = new ArrayList<>();
        new InspectionReport(Style.PLAIN, 80, false, line -> lines.add(line.toString()))
                .write(inspection, "m", "embedded", "");
        assertThat(lines).hasSizeLessThan(200);
        return lines;
    }

    /** Makes 2000 symbols whose names are one name of a megabyte, each from another place on. */
    private static byte[] longNames(ElfObject payload) {
        int count = 2000;
        List<ObjectSymbol> symbols = payload.symbols();
        int first = symbols.size();
        ObjectSymbol wanted = symbols.get(payload.symbol("xen_extra_version"));
        symbols.addAll(Collections.nCopies(count, wanted.withName("a".repeat(1 << 20))));
        byte[] file = payload.withSymbols(symbols).write();
        Evidence evidence = new Evidence(new ElfBytes(file));
        long table = evidence.section(evidence.symtab()).offset();
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            int at = (int) table + (first + i) * Elf.SYM_SIZE;
            bytes.putInt(at, bytes.getInt(at) + i);
        }
        return file;
    }

    private static void assertIsInMemory(Inspector inspector, Inspection inspection) {
        assertTableIsInMemory(inspector, inspection);
        boolean altered = inspection.contents().extras().alternatives() != 0;
        for (Relocation r : inspection.contents().relocations()) {
            if (inspection.accepted() && r.result().isPresent() && !altered) {
                assertThat(stored(inspector.memory(), r)).as("%s", r).isEqualTo(r.result());
            }
        }
    }

    private static void assertTableIsInMemory(Inspector inspector, Inspection inspection) {
        if (!(inspection.trial().result() instanceof Trial.Accepted accepted)) {
            assertThat(inspection.proposed()).isPresent();
            return;
        }
        if (inspection.hazards().stream().anyMatch(h -> h.kind() == HazardKind.SECTIONS_OVERLAP)) {
            return;
        }
        LoadedPayload loaded = accepted.payload();
        Memory memory = inspector.memory();
        List<PatchedFunction> told = inspection.contents().functions();
        assertThat(told).hasSameSizeAs(loaded.functions());
        for (PatchedFunction f : told) {
            PatchFunction there = loaded.functions().get(f.entry());
            assertThat(f.oldAddr().address()).hasValue(there.oldAddr());
            assertThat(f.newAddr().address()).hasValue(there.newAddr());
            assertThat(f.oldSize()).isEqualTo(Integer.toUnsignedLong(there.oldSize()));
            assertThat(f.newSize()).isEqualTo(Integer.toUnsignedLong(there.newSize()));
            if (memory.permissionAt(there.nameAddr()) != null) {
                assertThat(f.name()).isEqualTo(there.name());
            }
        }
        for (Hook hook : inspection.contents().hooks()) {
            assertThat(hook.function().address())
                    .hasValue(loaded.hooks().of(hook.kind()).function(memory, hook.number()));
        }
    }

    private static OptionalLong stored(Memory memory, Relocation r) {
        long place = r.place().orElseThrow();
        return OptionalLong.of(r.type().width() == Long.BYTES ? memory.readLong(place) : memory.readInt(place));
    }
}
