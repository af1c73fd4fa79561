// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xsplice.profile.Profile;

/** Files are read as a whole, or not at all. */
class InputFileTests {
    @TempDir
    Path folder;

    private Path file(byte... content) throws IOException {
        return Files.write(folder.resolve("file"), content);
    }

    private Path sized(long size) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("file").toFile(), "rw")) {
            file.setLength(size);
        }
        return folder.resolve("file");
    }

    private static byte[] zipped(byte... content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    @Test
    void readsAllBytes() throws IOException {
        byte[] content = {1, 2, 3};
        assertThat(InputFile.read(file(content), InputKind.PAYLOAD)).isEqualTo(content);
        assertThat(InputFile.unpacked(file(content), InputKind.IMAGE)).isEqualTo(content);
        assertThat(InputFile.unpacked(file(zipped(content)), InputKind.IMAGE)).isEqualTo(content);
        assertThat(InputFile.read(new ByteArrayInputStream(content), InputKind.SCENARIO))
                .isEqualTo(content);
        assertThat(InputFile.end(file(content), 2)).containsExactly(2, 3);
        assertThat(InputFile.end(file(content), 9)).isEqualTo(content);
        assertThat(InputFile.beginning(file(content), InputKind.RECORDING)).isEqualTo(content);
        assertThat(InputFile.read(file(), InputKind.PAYLOAD)).isEmpty();
        assertThat(InputFile.unpacked(file(), InputKind.IMAGE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(InputKind.class)
    void theLimitIsTheLastSizeThatIsRead(InputKind kind) throws IOException {
        assertThat(InputFile.read(sized(kind.limit()), kind)).hasSize(kind.limit());
        Path larger = sized(kind.limit() + 1L);
        assertThatThrownBy(() -> InputFile.read(larger, kind))
                .isInstanceOf(UnfitFileException.class)
                .hasMessage("it has %d MiB, more than %s", (kind.limit() >> 20) + 1, kind.limitInWords());
        assertThat(InputFile.beginning(larger, kind)).hasSize(kind.limit());
    }

    @Test
    void aPayloadMayBeLargerThanWhatAHypervisorTakes() {
        assertThat((long) InputKind.PAYLOAD.limit()).isEqualTo(2 * Profile.MAX_SIZE);
    }

    @Test
    void whatUnpacksToMoreIsNotRead() throws IOException {
        byte[] most = new byte[InputKind.MANIFEST.limit()];
        assertThat(InputFile.unpacked(file(zipped(most)), InputKind.MANIFEST)).isEqualTo(most);
        Path bomb = file(zipped(new byte[most.length + 1]));
        assertThatThrownBy(() -> InputFile.unpacked(bomb, InputKind.MANIFEST))
                .hasMessage("it has more than 1 MiB when it is unpacked, the most that is read of a list of engines");
    }

    @Test
    void aDamagedGzipFileIsSaidToBeOne() throws IOException {
        byte[] zipped = zipped(new byte[1000]);
        for (byte[] damaged : new byte[][] {
            {0x1f, (byte) 0x8b},
            Arrays.copyOf(zipped, zipped.length - 3),
            Arrays.copyOf(zipped, 12),
            {0x1f, (byte) 0x8b, 9, 9}
        }) {
            Path file = file(damaged);
            assertThatThrownBy(() -> InputFile.unpacked(file, InputKind.IMAGE))
                    .isInstanceOf(UnfitFileException.class)
                    .hasMessageStartingWith("a damaged gzip file: ")
                    .hasMessageNotContaining("null");
        }
    }

    @Test
    void whatHasAnotherSizeThanItSaysIsNotRead() {
        assertThatThrownBy(() -> InputFile.read(Path.of("/proc/self/status"), InputKind.SCENARIO))
                .hasMessage("its size changes while it is read; copy it first");
    }

    @Test
    void aFileThatGrowsAndShrinksIsReadAsAWholeOrNotAtAll() throws Exception {
        byte[] longer = new byte[3 << 20];
        byte[] shorter = new byte[1 << 20];
        Path file = file(longer);
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            try (RandomAccessFile changed = new RandomAccessFile(file.toFile(), "rw")) {
                while (!over.get()) {
                    changed.setLength(shorter.length);
                    changed.setLength(longer.length);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        writer.start();
        try {
            for (int i = 0; i < 300; i++) {
                try {
                    assertThat(InputFile.read(file, InputKind.PAYLOAD).length).isIn(longer.length, shorter.length);
                } catch (UnfitFileException e) {
                    assertThat(e).hasMessage("its size changes while it is read; copy it first");
                }
            }
        } finally {
            over.set(true);
            writer.join();
        }
    }

    @Test
    void aStreamWithoutEndIsLeftAtTheLimit() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }
        };
        assertThatThrownBy(() -> InputFile.read(endless, InputKind.MANIFEST))
                .hasMessage("it has more than 1 MiB, the most that is read of a list of engines");
    }

    @Test
    void saysWhyAFileCannotBeRead() {
        assertThat(problem(folder.resolve("none"))).isEqualTo("there is no such file");
        assertThat(problem(folder)).isEqualTo("a folder, not a file");
        assertThat(problem(Path.of("/dev/zero"))).isEqualTo("not a regular file, but a pipe, a socket or a device");
        assertThat(problem(Path.of("/dev/null/below"))).isEqualTo("it cannot be read: Not a directory");
    }

    private static String problem(Path file) {
        try {
            InputFile.read(file, InputKind.SCENARIO);
        } catch (IOException e) {
            return InputFile.problem(e);
        }
        throw new AssertionError(file + " was read");
    }
}
