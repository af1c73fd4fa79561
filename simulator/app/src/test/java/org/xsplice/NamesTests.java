// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xsplice.support.SourceFiles;

/** One word for one thing, and one thing for one name: docs/glossary.md has the words. */
class NamesTests {
    /** How words begin that have another one here, and the other one. */
    private static final Map<String, String> INSTEAD = Map.of(
            "lack", "trouble",
            "scarc", "trouble",
            "remed", "mend",
            "repair", "mend",
            "advice", "mend",
            "mistake", "input error, or protocol fault",
            "workload", "activities");

    private static final Pattern COMMENT_OR_LITERAL = Pattern.compile(
            "/\\*.*?\\*/|//[^\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])+'", Pattern.DOTALL);

    /** The one key of scenario files that keeps an old word, so that files stay valid; in quotes, wherever it is named. */
    private static final Pattern FILE_KEY = Pattern.compile("\\\\\"workload\\\\\"|^\"workload\"$");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.xsplice");

    @Test
    void namesHaveOneWordForOneThing() {
        List<String> wrong = CLASSES.stream()
                .flatMap(c -> Stream.concat(
                        banned(c.getName(), c.getSimpleName()),
                        c.getMembers().stream()
                                .map(JavaMember::getName)
                                .flatMap(member -> banned(c.getName() + "." + member, member))))
                .distinct()
                .sorted()
                .toList();
        assertThat(wrong).isEmpty();
    }

    private static Stream<String> banned(String where, String name) {
        return words(name)
                .flatMap(word -> INSTEAD.entrySet().stream().filter(e -> word.startsWith(e.getKey())))
                .map(e -> where + ": say " + e.getValue());
    }

    /** Splits {@code aName}, {@code A_NAME} and {@code ELFName} into words, all in lower case. */
    private static Stream<String> words(String name) {
        return Stream.of(name.split("[_$]|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"))
                .map(word -> word.toLowerCase(Locale.ROOT));
    }

    @Test
    void textsHaveOneWordForOneThing() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path file : SourceFiles.ofMainCode()) {
            literals(Files.readString(file))
                    .flatMap(literal -> bannedInText(file.getFileName().toString(), literal))
                    .forEach(wrong::add);
        }
        assertThat(wrong).isEmpty();
    }

    /** Returns the string literals of Java source, with their quotes. */
    private static Stream<String> literals(String source) {
        return COMMENT_OR_LITERAL
                .matcher(source)
                .results()
                .map(MatchResult::group)
                .filter(token -> token.startsWith("\""));
    }

    private static Stream<String> bannedInText(String file, String literal) {
        String text = FILE_KEY.matcher(literal).replaceAll("");
        return Stream.of(text.split("[^A-Za-z]+"))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .flatMap(word -> banned(file + ": " + literal, word));
    }

    @Test
    void findsWordsInTexts() {
        String source = """
                /** A "remedy". */
                String a = "no advice"; // "repair"
                char c = '"';
                String b = "a \\"workload\\" of workloads" + "workload";
                """;
        assertThat(literals(source).flatMap(literal -> bannedInText("A.java", literal)))
                .containsExactly(
                        "A.java: \"no advice\": say mend",
                        "A.java: \"a \\\"workload\\\" of workloads\": say activities");
    }

    @Test
    void splitsNamesIntoWords() {
        assertThat(words("causeOfLack")).containsExactly("cause", "of", "lack");
        assertThat(words("WORKLOAD_MAX")).containsExactly("workload", "max");
        assertThat(words("ELFRepair")).containsExactly("elf", "repair");
        assertThat(banned("C.blackList", "blackList")).isEmpty();
        assertThat(banned("C.remedies", "remedies")).containsExactly("C.remedies: say mend");
    }

    @Test
    void noTwoPublicClassesHaveOneName() {
        Map<String, List<String>> byName = CLASSES.stream()
                .filter(c -> c.isTopLevelClass() && c.getModifiers().contains(JavaModifier.PUBLIC))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));
        assertThat(byName.values()).allSatisfy(classes -> assertThat(classes).hasSize(1));
    }
}
