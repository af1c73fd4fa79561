// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.support.Jdk;

class WorkFolderTests {
    @TempDir
    private Path parent;

    private List<Path> folders() throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            return files.toList();
        }
    }

    /** Makes a folder, says so, and waits to be ended. */
    public static final class User {
        private User() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            WorkFolder work = WorkFolder.create(Path.of(arguments[0]), false);
            Files.writeString(work.console(), "Xen");
            System.out.println(work.folder());
            System.in.read();
        }
    }

    private Process user() throws IOException {
        Process process =
                new ProcessBuilder(Jdk.mine().command(List.of(), User.class, List.of(parent.toString()))).start();
        assertThat(new BufferedReader(process.inputReader()).readLine()).startsWith(parent.toString());
        return process;
    }

    @Test
    void goesWhenItIsClosed() throws IOException {
        try (WorkFolder work = WorkFolder.create(parent, false)) {
            Files.createDirectories(work.folder().resolve("a/b"));
            Files.writeString(work.folder().resolve("a/b/c"), "");
        }
        assertThat(folders()).isEmpty();
    }

    @Test
    void staysWhereThatIsAskedFor() throws IOException {
        Path kept;
        try (WorkFolder work = WorkFolder.create(parent, true)) {
            kept = work.folder();
            Files.writeString(work.console(), "Xen");
        }
        WorkFolder.create(parent, false).close();
        assertThat(kept.resolve("console.log")).hasContent("Xen");
    }

    @Test
    void goesWhenTheProcessIsToldToEndAndIsSweptWhereItIsKilled() throws IOException, InterruptedException {
        Process told = user();
        told.destroy();
        assertThat(told.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(folders()).isEmpty();

        Process killed = user();
        Process alive = user();
        killed.destroyForcibly().waitFor();
        assertThat(folders()).hasSize(2);
        WorkFolder.create(parent, false).close();
        assertThat(folders()).as("that of the one that is alive").hasSize(1);
        alive.destroyForcibly().waitFor();
        WorkFolder.create(parent, false).close();
        assertThat(folders()).isEmpty();
    }
}
