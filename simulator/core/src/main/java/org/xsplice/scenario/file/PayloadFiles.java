// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xsplice.event.ByteString;
import org.xsplice.input.InputFile;
import org.xsplice.input.InputKind;

/** The payloads that a scenario names: each is read once, and all of them together have a limit. */
final class PayloadFiles {
    private static final int TOGETHER_MEBIBYTES = 64;
    private static final String WANTED = "the path of a payload, relative to this file";

    private final InputErrors errors;
    private final Map<Path, ByteString> read = new TreeMap<>();
    private long together;

    PayloadFiles(InputErrors errors) {
        this.errors = errors;
    }

    /**
     * Returns a payload's bytes, or nothing where that is an input error.
     *
     * @param named the value that names it
     */
    Optional<ByteString> content(Value named, Path payload) {
        if (read.containsKey(payload)) {
            return Optional.of(read.get(payload));
        }
        try {
            byte[] bytes = InputFile.read(payload, InputKind.PAYLOAD);
            together += bytes.length;
            if (together <= (long) TOGETHER_MEBIBYTES << 20) {
                ByteString content = ByteString.of(bytes);
                read.put(payload, content);
                return Optional.of(content);
            }
            errors.add(
                    named.place(),
                    payload + ": the payloads of this scenario have more than " + TOGETHER_MEBIBYTES + " MiB together",
                    "fewer of them; a hypervisor takes up to 2 MiB each");
            together -= bytes.length;
        } catch (IOException e) {
            errors.add(named.place(), payload + ": " + InputFile.problem(e), WANTED, ScenarioFiles.nearMiss(payload));
        }
        return Optional.empty();
    }
}
