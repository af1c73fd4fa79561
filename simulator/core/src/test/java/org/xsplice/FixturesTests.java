// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.elf.Elf;
import org.xsplice.elf.Rela;
import org.xsplice.elf.build.ElfObject;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.support.Fixtures;
import org.xsplice.support.Programs;

/** The committed guests and payloads: unchanged, complete, what the sources make, and without two traps of their build. */
class FixturesTests {
    private static final int SCRIPT_SKIPS = 3;

    @ParameterizedTest
    @ValueSource(strings = {"guests", "payloads"})
    void areThoseOfTheHashes(String folder) throws IOException, GeneralSecurityException {
        Path root = Fixtures.path(folder);
        TreeSet<String> listed = new TreeSet<>();
        for (String line : Files.readAllLines(root.resolve("SHA256SUMS"))) {
            String[] words = line.split("  ", 2);
            listed.add(words[1]);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(root.resolve(words[1])));
            assertThat(HexFormat.of().formatHex(hash)).as(words[1]).isEqualTo(words[0]);
        }
        try (Stream<Path> files = Files.walk(root, 2)) {
            assertThat(files.filter(file -> !file.getParent().equals(root) && Files.isRegularFile(file))
                            .map(file -> root.relativize(file).toString()))
                    .containsExactlyInAnyOrderElementsOf(listed);
        }
    }

    @Test
    void areWhatTheSourcesMake() throws IOException, InterruptedException {
        Programs.require("make", "gcc", "ld", "nm", "objcopy", "readelf");
        Process check = new ProcessBuilder(
                        Fixtures.path("../payloads/scripts/check-fixtures.sh").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = check.waitFor();
        assumeTrue(code != SCRIPT_SKIPS, said);
        assertThat(code).as(said).isZero();
    }

    static List<Path> payloads() {
        try (Stream<Path> files = Files.walk(Fixtures.path("payloads"), 2)) {
            return files.filter(file -> file.toString().matches(".*\\.(livepatch|xsplice)"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** objcopy makes notes writable unless told otherwise, and such a payload cannot be applied twice. */
    @ParameterizedTest
    @MethodSource("payloads")
    void haveNotesThatCannotBeWritten(Path payload) throws IOException {
        assertThat(ElfObject.parse(Files.readAllBytes(payload)).sections())
                .filteredOn(section -> section.name().matches(".*depends|\\.note\\.gnu\\.build-id"))
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(section -> section.has(Elf.SHF_ALLOC) && !section.has(Elf.SHF_WRITE));
    }

    /** Code that is not compiled as hidden asks for GOTPCREL or 32S, which the hypervisor refuses. */
    @ParameterizedTest
    @MethodSource("payloads")
    void haveOnlyRelocationsThatTheHypervisorKnows(Path payload) throws IOException {
        ElfObject object = ElfObject.parse(Files.readAllBytes(payload));
        List<Long> types = Stream.iterate(0, i -> i < object.sections().size(), i -> i + 1)
                .filter(i -> relocates(object, object.sections().get(i)))
                .flatMap(i -> object.relocations(i).stream())
                .map(Rela::type)
                .distinct()
                .toList();
        assertThat(types).isNotEmpty().isSubsetOf((long) Elf.R_X86_64_64, (long) Elf.R_X86_64_PC32, (long)
                Elf.R_X86_64_PLT32);
    }

    private static boolean relocates(ElfObject object, ObjectSection section) {
        return section.type() == Elf.SHT_RELA
                && object.sections().get(section.info()).has(Elf.SHF_ALLOC);
    }
}
