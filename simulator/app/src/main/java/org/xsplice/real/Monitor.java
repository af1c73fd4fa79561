// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** QEMU's monitor, on the standard input and output of its process: one object of JSON a line. */
final class Monitor {
    /** The driver's serial line. */
    static final String LINE = "line";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ASK_AGAIN_MS = 20;
    /** As fast as can be: nothing runs meanwhile. Bytes a second. */
    private static final long BANDWIDTH = 1L << 34;

    private static final String STATUS = "status";

    private final BufferedReader in;
    private final OutputStream out;

    /** @throws IOException if QEMU has ended, or is something else */
    Monitor(Process qemu) throws IOException {
        in = qemu.inputReader(StandardCharsets.UTF_8);
        out = qemu.getOutputStream();
        ask("qmp_capabilities", Map.of());
    }

    /** Stops the machine, and writes all of it into a file. */
    void save(Path file) throws IOException, InterruptedException {
        ask("stop", Map.of());
        ask("migrate-set-parameters", Map.of("max-bandwidth", BANDWIDTH));
        ask("migrate", Map.of("uri", "exec:cat > " + SavedMachine.forShell(file)));
        String status = "active";
        while (!status.equals("completed")) {
            if (status.equals("failed")) {
                throw new IOException("QEMU could not save the machine");
            }
            Thread.sleep(ASK_AGAIN_MS);
            status = ask("query-migrate", Map.of()).path(STATUS).asText();
        }
    }

    /**
     * Lets a machine go on once it is as it was saved.
     *
     * @param in what then comes over the line
     * @param out where goes what the driver writes to it
     */
    void resume(Path in, Path out) throws IOException, InterruptedException {
        while (ask("query-status", Map.of()).path(STATUS).asText().equals("inmigrate")) {
            Thread.sleep(ASK_AGAIN_MS);
        }
        ask(
                "chardev-change",
                Map.of(
                        "id",
                        LINE,
                        "backend",
                        Map.of("type", "file", "data", Map.of("in", in.toString(), "out", out.toString()))));
        ask("cont", Map.of());
    }

    private JsonNode ask(String command, Map<String, ?> arguments) throws IOException {
        out.write(JSON.writeValueAsBytes(Map.of("execute", command, "arguments", arguments)));
        out.write('\n');
        out.flush();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode answer = answer(line);
            if (answer.has("error")) {
                throw new IOException("QEMU refuses " + command + ": "
                        + answer.path("error").path("desc").asText());
            }
            if (answer.has("return")) {
                return answer.path("return");
            }
        }
        throw new IOException("QEMU ended before it answered " + command);
    }

    private static JsonNode answer(String line) throws IOException {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IOException("QEMU's monitor says what is no JSON: " + line, e);
        }
    }
}
