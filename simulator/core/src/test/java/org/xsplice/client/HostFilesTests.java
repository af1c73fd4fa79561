// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.errno.Errno;

/** Files as the tool finds them on this machine. */
class HostFilesTests {
    @TempDir
    Path folder;

    @Test
    void readsAndTellsWhyNot() throws IOException {
        Files.write(folder.resolve("f"), new byte[] {1, 2});
        HostFiles files = new HostFiles(folder);
        assertThat(files.read("f"))
                .isInstanceOfSatisfying(
                        FileReply.Content.class, c -> assertThat(c.bytes()).containsExactly(1, 2));
        assertThat(files.read(folder.resolve("f").toString())).isInstanceOf(FileReply.Content.class);
        assertThat(files.read("missing")).isEqualTo(new FileReply.NotOpened(Errno.ENOENT));
        assertThat(files.read("")).isEqualTo(new FileReply.NotOpened(Errno.ENOENT));
        assertThat(files.read("\0")).isEqualTo(new FileReply.NotOpened(Errno.ENOENT));
        assertThat(files.read("f/below")).isEqualTo(new FileReply.NotOpened(Errno.ENOTDIR));
        assertThat(files.read("n".repeat(300))).isEqualTo(new FileReply.NotOpened(Errno.ENAMETOOLONG));
        assertThat(files.read(".")).isEqualTo(new FileReply.NotMapped(Errno.ENODEV));
    }
}
