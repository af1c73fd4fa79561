// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes each event as its line ({@link EventLine}) when it happens, and keeps none: the record of a run that is too long
 * for an {@link EventLog}.
 */
public final class EventWriter implements EventSink, AutoCloseable {
    private final Writer out;

    /** Writes to something that {@link #close} closes. */
    public EventWriter(Writer out) {
        this.out = out;
    }

    /**
     * Writes to a file, in UTF-8; what it had is gone.
     *
     * @throws IOException if the file cannot be written
     */
    public static EventWriter to(Path file) throws IOException {
        return new EventWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
    }

    /**
     * Writes an event.
     *
     * @throws UncheckedIOException if it cannot be written, for example as the disk is full
     */
    @Override
    public void accept(Event event) {
        try {
            out.write(EventLine.of(event));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
