// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.support.Fixtures;

class OutputFolderTests {
    private static final Map<String, byte[]> CONTENTS =
            new TreeMap<>(Map.of("a", new byte[] {1}, "b", new byte[] {2}, "c", new byte[] {3}));

    @TempDir
    private Path folder;

    private List<String> all() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.equals(folder))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void isMadeWithAllFiles() throws IOException {
        List<Path> written = OutputFolder.at(folder.resolve("x")).below("y").write(CONTENTS);
        assertThat(written).containsExactly(folder.resolve("x/y/a"), folder.resolve("x/y/b"), folder.resolve("x/y/c"));
        assertThat(all()).containsExactly("x", "x/y", "x/y/a", "x/y/b", "x/y/c");
        assertThat(folder.resolve("x/y/c")).hasBinaryContent(new byte[] {3});
    }

    @Test
    void ofManyFilesAllAreWrittenOrNone() throws IOException {
        Files.writeString(folder.resolve("a"), "old");
        Files.createDirectory(folder.resolve("c"));
        OutputFolder target = OutputFolder.at(folder);
        assertThatThrownBy(() -> target.write(CONTENTS))
                .isInstanceOf(OutputFileException.class)
                .hasMessage("cannot write " + folder.resolve("c") + ": it is a folder");
        assertThat(all()).containsExactly("a", "c");
        assertThat(folder.resolve("a")).hasContent("old");
    }

    /** The disk is full while the last one is written: /dev/full stands in for it. */
    @Test
    void aFullDiskLeavesNoneOfThem() throws IOException {
        Path disk = Files.createSymbolicLink(folder.resolve("c"), Path.of("/dev/full"));
        OutputFolder target = OutputFolder.at(folder);
        assertThatThrownBy(() -> target.write(CONTENTS))
                .hasMessage("cannot write " + disk + ": No space left on device");
        assertThat(all()).containsExactly("c");
        Files.delete(disk);
    }

    @Test
    void whatWasMadeForNothingGoes() throws IOException {
        Path inside = folder.resolve("x/y");
        OutputFolder target = OutputFolder.at(inside);
        assertThatThrownBy(() -> target.write(Map.of("a", new byte[1], "none/b", new byte[1])))
                .hasMessage("cannot write " + inside.resolve("none/b") + ": there is no such folder");
        assertThat(all()).isEmpty();
    }

    @Test
    void aSweepThatCannotWriteOneOfItsFilesWritesNone() throws IOException {
        Files.createDirectory(folder.resolve("sweep.svg"));
        String scenario = Fixtures.path("scenarios/hello-bye.yaml").toString();
        Ran ran = Ran.of("sweep", scenario, "--runs=1", "--cpus=1", "--timeout=1ms", "--out", folder.toString());
        assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).isEqualTo("xsplice: cannot write " + folder.resolve("sweep.svg") + ": it is a folder\n");
        assertThat(all()).containsExactly("sweep.svg");
    }
}
