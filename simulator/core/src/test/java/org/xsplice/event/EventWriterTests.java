// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.time.VirtualTime;

/** Each event is a line, written when it happens. */
class EventWriterTests {
    private static final Event FIRST = new Event(new VirtualTime(5), 0, new EventData.ConsoleLine("grüß Gott"));
    private static final Event SECOND = new Event(new VirtualTime(7), Event.NO_CPU, new EventData.Remark("two"));

    @Test
    void eachEventIsWrittenWhenItHappens() throws IOException {
        StringWriter out = new StringWriter();
        try (EventWriter writer = new EventWriter(out)) {
            writer.accept(FIRST);
            assertThat(out).hasToString(EventLine.of(FIRST) + "\n");
            writer.accept(SECOND);
            assertThat(out).hasToString(EventLine.of(FIRST) + "\n" + EventLine.of(SECOND) + "\n");
        }
    }

    @Test
    void aFileHasTheLinesOnceItIsClosed(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("events");
        Files.writeString(file, "something older, and longer than what comes\n".repeat(10));
        try (EventWriter writer = EventWriter.to(file)) {
            writer.accept(FIRST);
            writer.accept(SECOND);
        }
        assertThat(Files.readAllLines(file)).containsExactly(EventLine.of(FIRST), EventLine.of(SECOND));
    }

    @Test
    void whatCannotBeWrittenIsTold() {
        Writer full = new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("no space left");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> new EventWriter(full).accept(FIRST))
                .withMessageContaining("no space left");
    }
}
