// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.hazard.HazardKind;
import org.xsplice.support.Fixtures;

/** Holds docs/inspect.md to what the command does: its examples are run, and it names every hazard and every field. */
class InspectDocumentTests {
    private static final Pattern CONSOLE = Pattern.compile("(?ms)^```console\n(.*?)^```$");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ELLIPSIS = "...";

    @TempDir
    private Path folder;

    private static String page(String name) throws IOException {
        return Files.readString(Fixtures.path("../docs/" + name));
    }

    private static String document() throws IOException {
        return page("inspect.md");
    }

    @Test
    void itsExamplesPrintWhatItShows() throws IOException {
        damage(1);
        pack();
        assertThat(show(document())).isGreaterThanOrEqualTo(4);
        assertThat(folder.resolve("mended.livepatch"))
                .hasSameBinaryContentAs(Fixtures.path("payloads/plain/xen_hello_world.livepatch"));
    }

    @Test
    void theTutorialPrintsWhatItShows() throws IOException {
        damage(0xb7);
        assertThat(show(page("tutorial/03-what-the-loader-checks.md"))).isEqualTo(1);
    }

    /** Writes damaged.livepatch, as the pages do with dd. */
    private void damage(int machine) throws IOException {
        byte[] file = Files.readAllBytes(Fixtures.path("payloads/plain/xen_hello_world.livepatch"));
        file[18] = (byte) machine;
        Files.write(folder.resolve("damaged.livepatch"), file);
    }

    /** Writes packed.livepatch, as the page does with gzip. */
    private void pack() throws IOException {
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(folder.resolve("packed.livepatch")))) {
            Files.copy(Fixtures.path("payloads/plain/xen_nop.livepatch"), packed);
        }
    }

    /** Runs the command's examples of a page; returns how many there are. */
    private int show(String page) {
        int run = 0;
        for (MatchResult block : CONSOLE.matcher(page).results().toList()) {
            for (String command : block.group(1).split("(?m)^\\$ ")) {
                List<String> lines = command.lines().toList();
                if (!lines.isEmpty() && lines.get(0).startsWith("./xsplice inspect")) {
                    run++;
                    assertShows(run(lines.get(0)), lines.subList(1, lines.size()));
                }
            }
        }
        return run;
    }

    /** Runs a command as it stands on the page, where the project's folder is the current one. */
    private List<String> run(String line) {
        String[] words = line.split(" ");
        String[] arguments = Arrays.stream(words, 1, words.length)
                .map(word -> word.startsWith("fixtures/")
                        ? Fixtures.path(word.substring("fixtures/".length())).toString()
                        : word.endsWith(".livepatch") ? folder.resolve(word).toString() : word)
                .toArray(String[]::new);
        StringWriter out = new StringWriter();
        Output output = Output.of(out, new StringWriter());
        new Program(output).run(arguments);
        output.flush();
        return out.toString().lines().toList();
    }

    /** A line of three dots stands for any lines, and three dots in a line for any text. */
    private static void assertShows(List<String> printed, List<String> shown) {
        StringBuilder pattern = new StringBuilder();
        for (String line : shown) {
            if (line.equals(ELLIPSIS)) {
                pattern.append("(?:.*\n)*?");
            } else {
                String[] parts = line.split(Pattern.quote(ELLIPSIS), -1);
                pattern.append(String.join(
                                ".*", Arrays.stream(parts).map(Pattern::quote).toList()))
                        .append('\n');
            }
        }
        assertThat(String.join("\n", printed) + "\n").matches(pattern.toString());
    }

    @Test
    void itNamesEveryHazard() throws IOException {
        String document = document();
        assertThat(HazardKind.values()).allSatisfy(kind -> {
            String quirk = kind.quirk().isPresent() ? " " + kind.quirk().getAsInt() : "";
            assertThat(document)
                    .contains("| `%s` | %s |%s |"
                            .formatted(kind.word(), kind.severity().word(), quirk));
        });
    }

    @Test
    void itNamesEveryField() throws IOException {
        String document = document();
        Set<String> names = new TreeSet<>();
        for (String file :
                List.of("plain/xen_hello_world.livepatch", "plain/xen_nop.livepatch", "plain/lab_hook_ok.livepatch")) {
            String path = Fixtures.path("payloads/" + file).toString();
            names(JSON.readTree(String.join("\n", run("./xsplice inspect --json " + path))), names);
        }
        byte[] cut = Arrays.copyOf(Files.readAllBytes(Fixtures.path("payloads/plain/xen_nop.livepatch")), 70);
        Files.write(folder.resolve("cut.livepatch"), cut);
        names(JSON.readTree(String.join("\n", run("./xsplice inspect --json cut.livepatch"))), names);
        assertThat(names)
                .hasSizeGreaterThan(60)
                .allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
    }

    private static void names(JsonNode node, Set<String> names) {
        node.properties().forEach(field -> {
            boolean kinds = field.getKey().equals("bug_frames");
            names.add(field.getKey());
            if (!kinds) {
                names(field.getValue(), names);
            }
        });
        if (node.isArray()) {
            node.forEach(item -> names(item, names));
        }
    }
}
