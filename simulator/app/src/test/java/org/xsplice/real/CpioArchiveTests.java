// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The archive that Linux unpacks. */
class CpioArchiveTests {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void everyKindOfEntryIsReadBack() throws IOException {
        try (CpioArchive archive = new CpioArchive(bytes)) {
            archive.folder("dev");
            archive.device("dev/console", 5, 1);
            archive.file("plain", false, new byte[] {1, 2, 3});
            archive.file("program", true, new byte[0]);
            archive.link("link", "to/where");
        }
        List<CpioReader.Entry> entries = CpioReader.read(bytes.toByteArray());
        assertThat(entries)
                .extracting(CpioReader.Entry::name)
                .containsExactly("dev", "dev/console", "plain", "program", "link", "TRAILER!!!");
        assertThat(entries)
                .extracting(e -> Integer.toOctalString(e.mode()))
                .containsExactly("40755", "20600", "100644", "100755", "120777", "0");
        assertThat(entries.get(1))
                .extracting(CpioReader.Entry::major, CpioReader.Entry::minor)
                .containsExactly(5, 1);
        assertThat(entries.get(2).content()).containsExactly(1, 2, 3);
        assertThat(entries.get(4).text()).isEqualTo("to/where");
        assertThat(entries).allSatisfy(e -> assertThat(e.links()).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void everythingIsAligned(int length) throws IOException {
        try (CpioArchive archive = new CpioArchive(bytes)) {
            archive.file("n".repeat(length + 1), false, new byte[length]);
        }
        assertThat(bytes.size() % 4).isZero();
        assertThat(CpioReader.read(bytes.toByteArray()).get(0).content()).hasSize(length);
    }
}
