// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xsplice.input.InputFile;
import org.xsplice.input.InputKind;

/**
 * What the driver has told so far.
 *
 * @param steps what was seen of each step that is over, in order, without its number
 * @param ready whether it waits for its errand, or has waited
 * @param tried how many steps were begun
 * @param done whether it has come to its end
 */
record DriverOutput(List<ObjectNode> steps, boolean ready, int tried, boolean done) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STEP = "step";

    /** Reads a file of it, which need not be there yet. */
    static DriverOutput read(Path events) throws IOException {
        return parse(
                Files.exists(events)
                        ? new String(InputFile.beginning(events, InputKind.RECORDING), StandardCharsets.ISO_8859_1)
                        : "");
    }

    /**
     * Reads it.
     *
     * @param text lines of the serial port, the last of which may be incomplete; what is no event is passed over
     */
    static DriverOutput parse(String text) {
        List<ObjectNode> steps = new ArrayList<>();
        boolean ready = false;
        int tried = 0;
        boolean done = false;
        for (String line : text.split("\\R")) {
            int start = line.indexOf('{');
            JsonNode event = start < 0 ? JSON.nullNode() : event(line.substring(start));
            ready |= event.path("ready").asBoolean();
            tried = Math.max(tried, event.path("try").asInt());
            done |= event.path("done").asBoolean();
            if (event instanceof ObjectNode step && step.path(STEP).asInt() == steps.size() + 1) {
                step.remove(STEP);
                steps.add(step);
            }
        }
        return new DriverOutput(List.copyOf(steps), ready, tried, done);
    }

    private static JsonNode event(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return JSON.nullNode();
        }
    }
}
