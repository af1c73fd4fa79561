// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.xsplice.elf.build.ElfObject;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.hypervisor.EmbeddedGuest;
import org.xsplice.support.Fixtures;

/** Text that a terminal would obey, in every place of every kind of input, comes out of no command as it went in. */
class HostileTextTests {
    /** Of every kind that a byte can be: ESC, CR, DEL, CSI (C1), NEL, soft hyphen (Cf). */
    private static final String BYTES = "\u001b[2J\r\u007f\u009b31m\u0085\u00ad";

    private static final String HOSTILE = BYTES + "\u202e\u2028\ufeff\uffff";
    private static final String IN_YAML = "\\u001b[2J\\r\\u007f\\u009b31m\\u0085\\u00ad\\u202e\\u2028\\ufeff\\uffff";
    private static final Path HELLO = Fixtures.path("payloads/plain/xen_hello_world.livepatch");

    @TempDir
    private Path folder;

    private int shown;

    private Ran harmless(String what, String... arguments) {
        Ran ran = Ran.of(arguments);
        mustBeHarmless(what, ran.out() + ran.err());
        assertThat(ran.err()).as(what).doesNotContain("bug in the simulator");
        return ran;
    }

    private void mustBeHarmless(String what, String printed) {
        assertThat(printed.codePoints().filter(HostileTextTests::obeyed).mapToObj(Integer::toHexString))
                .as(what)
                .isEmpty();
        shown += printed.contains("\\u{1b}[2J") || printed.contains("\\u001b[2J") ? 1 : 0;
    }

    private static boolean obeyed(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\n' && c != '\t';
            case Character.FORMAT, Character.UNASSIGNED, Character.SURROGATE -> true;
            default -> false;
        };
    }

    private void mustWriteHarmlessFiles(String what) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("written"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                mustBeHarmless(what + " writes " + file, Files.readString(file));
                Files.delete(file);
            }
        }
    }

    @Test
    void sectionsAndSymbolsOfPayloads() throws IOException {
        ElfObject object = ElfObject.parse(Files.readAllBytes(HELLO));
        List<ElfObject> hostile = new ArrayList<>();
        for (int i = 1; i < object.sections().size(); i++) {
            ObjectSection section = object.sections().get(i);
            hostile.add(object.with(i, section.withName(section.name() + BYTES)));
            hostile.add(object.with(i, section.withName(BYTES + section.name())));
        }
        for (int i = 1; i < object.symbols().size(); i++) {
            ObjectSymbol symbol = object.symbols().get(i);
            hostile.add(object.withSymbol(i, symbol.withName(symbol.name() + BYTES)));
        }
        for (int i = 0; i < hostile.size(); i++) {
            inspected("change " + i, hostile.get(i).write(), i);
        }
        assertThat(shown).isGreaterThan(hostile.size() / 3);
    }

    /** Names of functions, owners of notes, metadata, strings of all kinds. */
    @Test
    void stringsInPayloads() throws IOException {
        byte[] file = Files.readAllBytes(HELLO);
        List<int[]> strings = strings(file);
        assertThat(strings).hasSizeGreaterThan(20);
        for (int i = 0; i < strings.size(); i++) {
            byte[] changed = file.clone();
            plant(changed, strings.get(i));
            inspected("string at " + strings.get(i)[0], changed, i);
        }
        assertThat(shown).isPositive();
    }

    private void inspected(String what, byte[] content, int turn) throws IOException {
        Path payload = Files.write(folder.resolve("hostile.livepatch"), content);
        harmless(what, "inspect", turn % 2 == 0 ? "--all" : "--json", payload.toString());
        if (turn % 4 == 0) {
            Path scenario = Files.writeString(folder.resolve("s.yaml"), """
                    version: 1
                    steps:
                      - upload: {name: h, file: %s}
                      - apply: h
                      - list
                      - unload: h
                    """.formatted(payload));
            harmless(what, "run", "--events", scenario.toString());
        }
    }

    /** Returns where text of at least four characters begins and ends. */
    private static List<int[]> strings(byte[] file) {
        List<int[]> strings = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= file.length; i++) {
            if (i == file.length || file[i] < ' ' || file[i] > '~') {
                if (i - start >= 4 && i < file.length && file[i] == 0) {
                    strings.add(new int[] {start, i});
                }
                start = i + 1;
            }
        }
        return strings;
    }

    /** Writes over the end of a text. */
    private static void plant(byte[] file, int[] place) {
        byte[] hostile = BYTES.getBytes(StandardCharsets.ISO_8859_1);
        int length = Math.min(hostile.length, place[1] - place[0]);
        System.arraycopy(hostile, 0, file, place[1] - length, length);
    }

    @Test
    void imagesNames() throws IOException {
        byte[] image = EmbeddedGuest.PLAIN.file();
        List<int[]> strings = strings(image);
        assertThat(strings).hasSizeGreaterThan(50);
        int groups = 8;
        for (int group = 0; group < groups; group++) {
            byte[] changed = image.clone();
            for (int i = group; i < strings.size(); i += groups) {
                plant(changed, strings.get(i));
            }
            Path guest = Files.write(folder.resolve("xen-syms"), changed);
            Path scenario = Files.writeString(folder.resolve("s.yaml"), """
                    version: 1
                    guest: %s
                    steps:
                      - upload: {name: h, file: %s}
                      - apply: h
                      - call: {function: do_xen_versoin, args: [1]}
                    """.formatted(guest, HELLO));
            harmless("group " + group, "inspect", "--all", "--guest", guest.toString(), HELLO.toString());
            harmless("group " + group, "inspect", "--json", "--guest", guest.toString(), HELLO.toString());
            harmless("group " + group, "run", "--events", scenario.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"awkward-cpus.yaml", "replace.yaml", "labs/nmi-during-write-broken.yaml"})
    void everyTextOfAScenario(String name) throws IOException {
        Path original = Fixtures.path("scenarios/" + name);
        String text = Files.readString(original);
        List<ScalarEvent> scalars = new ArrayList<>();
        new Parse(LoadSettings.builder().build()).parseString(text).forEach(event -> {
            if (event instanceof ScalarEvent scalar) {
                scalars.add(scalar);
            }
        });
        Path file = folder.resolve("s.yaml");
        for (int i = 0; i < scalars.size(); i++) {
            ScalarEvent scalar = scalars.get(i);
            String planted = planted(scalar.getValue(), i);
            String before =
                    text.substring(0, scalar.getStartMark().orElseThrow().getIndex());
            String behind = text.substring(scalar.getEndMark().orElseThrow().getIndex());
            Files.writeString(file, absolute(original, before + planted + behind));
            harmless(name + ": " + planted, "run", file.toString());
        }
        assertThat(shown).isGreaterThan(scalars.size() / 3);
    }

    /** Returns what stands in place of a text of a scenario: behind it, instead of it, or as YAML should not have it. */
    private static String planted(String value, int turn) {
        return switch (turn % 4) {
            case 0, 2 -> '"' + escaped(value) + IN_YAML + '"';
            case 1 -> '"' + IN_YAML + '"';
            default -> turn % 8 == 3 ? '"' + escaped(value) + '\u202e' + '"' : value + '\u001b';
        };
    }

    private static String absolute(Path original, String text) {
        return text.replaceAll("(?<!/)\\.\\./", original.toAbsolutePath().getParent() + "/../");
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Test
    void whatIsWrittenToFiles() throws IOException {
        Path written = Files.createDirectory(folder.resolve("written"));
        Path lab = Fixtures.path("scenarios/labs/two-functions-broken.yaml");
        String text = absolute(lab, Files.readString(lab)).replace("\ntitle: ", "\ntitle: \"" + IN_YAML + "\" # ");
        assertThat(text).contains(IN_YAML);
        Path file = Files.writeString(folder.resolve("s.yaml"), "# raw \u202e and \u2066\n" + text);
        String found = written.resolve("found.yaml").toString();
        assertThat(harmless("explore", "explore", "--write", found, file.toString())
                        .code())
                .isEqualTo(ExitCode.DIFFERENT);
        assertThat(harmless("replay", "run", found).out()).contains("all or nothing");
        mustWriteHarmlessFiles("explore");

        String trace = written.resolve("trace.json").toString();
        harmless("trace", "run", "--events", "--timeline", "--trace", trace, file.toString());
        mustWriteHarmlessFiles("run");

        Path stolen = Fixtures.path("scenarios/sweep-stolen.yaml");
        Files.writeString(
                file,
                absolute(stolen, Files.readString(stolen)).replace("\ntitle: ", "\ntitle: \"" + IN_YAML + "\" # "));
        String[] sweep = {
            "sweep", "--cpus", "2", "--runs", "1", "--timeout", "1ms", "--out", written.toString(), file.toString()
        };
        assertThat(harmless("sweep", sweep).code()).isEqualTo(ExitCode.OK);
        mustWriteHarmlessFiles("sweep");
        assertThat(shown).isGreaterThan(3);
    }

    @Test
    void argumentsAndFileNames() throws IOException {
        String nowhere = folder.resolve("no" + BYTES + "\u202e.yaml").toString();
        Path named = Files.createDirectory(folder.resolve("d" + BYTES + "\u202e"));
        Path scenario = Files.writeString(named.resolve("s" + BYTES + ".yaml"), "version: 1\nsteps: [{lisst: }]\n");
        Path payload = Files.copy(HELLO, named.resolve("p" + BYTES + ".livepatch"));
        List<List<String>> lines = new ArrayList<>();
        for (String command : List.of(
                "run", "inspect", "explore", "sweep", "conformance", "real", "fuzz", "compare", "doctor", "help")) {
            lines.add(List.of(command, nowhere));
            lines.add(List.of(command, HOSTILE));
            lines.add(List.of(command, "--" + HOSTILE));
            lines.add(List.of(command, "--seed=" + HOSTILE));
            lines.add(List.of(command, "--plane=" + HOSTILE));
            lines.add(List.of(command, "--cpus", HOSTILE, scenario.toString()));
        }
        lines.add(List.of(HOSTILE));
        lines.add(List.of("--" + HOSTILE));
        lines.add(List.of("run", scenario.toString()));
        lines.add(List.of("run", named.toString()));
        lines.add(List.of("run", named.toString(), nowhere));
        lines.add(List.of("run", "--trace", nowhere + "/x", scenario.toString()));
        lines.add(List.of("inspect", payload.toString()));
        lines.add(List.of("inspect", "--json", payload.toString()));
        lines.add(List.of("inspect", "--mend", nowhere + "/x", payload.toString()));
        lines.add(List.of("inspect", "--guest", nowhere, payload.toString()));
        lines.add(List.of("inspect", "--guest", payload.toString(), payload.toString()));
        lines.add(List.of("inspect", "--profile", HOSTILE, payload.toString()));
        lines.add(List.of("inspect", "--with", nowhere, payload.toString()));
        for (List<String> line : lines) {
            harmless(line.toString(), line.toArray(String[]::new));
        }
        assertThat(shown).isGreaterThan(lines.size() / 2);
    }

    @Test
    void theTestLooks() {
        assertThat(Arrays.asList(BYTES, "\u202e", "\uffff", "\ud800"))
                .allMatch(text -> text.codePoints().anyMatch(HostileTextTests::obeyed));
        assertThat("plain \u00e4\n\t".codePoints()).noneMatch(HostileTextTests::obeyed);
    }
}
