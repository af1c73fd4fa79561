// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import static org.xsplice.text.Formats.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.input.InputFile;
import org.xsplice.input.InputKind;

/** Reads recorded cases. */
final class CaseReader {
    private final Path file;
    private final List<ObjectNode> entries = new ArrayList<>();

    /**
     * Reads a file.
     *
     * @param file a JSON list of objects
     * @throws BadFolderException if it cannot be read or is something else
     */
    CaseReader(Path file) throws BadFolderException {
        this.file = file;
        JsonNode tree;
        try {
            tree = new ObjectMapper().readTree(InputFile.read(file, InputKind.CASES));
        } catch (JsonProcessingException e) {
            throw new BadFolderException(format(
                    "%s:%d:%d: %s",
                    file, e.getLocation().getLineNr(), e.getLocation().getColumnNr(), e.getOriginalMessage()));
        } catch (IOException e) {
            throw new BadFolderException(file + ": " + InputFile.problem(e));
        }
        if (!tree.isArray()) {
            throw new BadFolderException(file + ": not a list of cases");
        }
        for (JsonNode entry : tree) {
            entries.add(object(entry, "a case"));
        }
    }

    List<UploadCase> uploads() throws BadFolderException {
        List<UploadCase> cases = new ArrayList<>();
        for (ObjectNode entry : entries) {
            Optional<DeathReport> death = text(entry, "outcome").equals("panic")
                    ? Optional.of(DeathReport.ofConsole(strings(entry.path("panic"))))
                    : Optional.empty();
            cases.add(new UploadCase(text(entry, "name"), entry, death));
        }
        return cases;
    }

    List<RecordedScenario> scenarios() throws BadFolderException {
        List<RecordedScenario> scenarios = new ArrayList<>();
        for (ObjectNode entry : entries) {
            List<RecordedStep> steps = new ArrayList<>();
            for (JsonNode step : entry.path("steps")) {
                steps.add(new RecordedStep(text(object(step, "a step"), "cmd"), object(step, "a step")));
            }
            Optional<RecordedDeath> end = Optional.empty();
            if (entry.has("crash")) {
                ObjectNode crash = object(entry.get("crash"), "a crash");
                end = Optional.of(new RecordedDeath(
                        text(crash, "during"), DeathReport.ofConsole(strings(crash.path("console_tail")))));
            }
            scenarios.add(new RecordedScenario(text(entry, "scenario"), List.copyOf(steps), end));
        }
        return scenarios;
    }

    private ObjectNode object(JsonNode node, String what) throws BadFolderException {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new BadFolderException(file + ": " + what + " is not an object");
    }

    private String text(ObjectNode node, String field) throws BadFolderException {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new BadFolderException(file + ": a case or step has no text \"" + field + "\"");
        }
        return value.textValue();
    }

    private static List<String> strings(JsonNode list) {
        List<String> strings = new ArrayList<>();
        list.forEach(s -> strings.add(s.asText()));
        return strings;
    }
}
