// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.xsplice.support.Fixtures;

/** Holds the layers and modules: imports point down only, and docs/architecture.md says so too. */
class ArchitectureTests {
    /** Packages of one layer that may see each other: an interface and what implements it, a tool and who uses it. */
    private static final Map<String, Set<String>> SIBLINGS = Map.ofEntries(
            Map.entry("event", Set.of("state", "text", "time")),
            Map.entry("chance", Set.of("state")),
            Map.entry("engine", Set.of("input")),
            Map.entry("mend", Set.of("elf.build")),
            Map.entry("hypervisor", Set.of("bootfile")),
            Map.entry("recognition", Set.of("image")),
            Map.entry("cause", Set.of("refusal")),
            Map.entry("loader", Set.of("refusal", "cause")),
            Map.entry("plane.model", Set.of("plane")),
            Map.entry("plane.xen", Set.of("plane")),
            Map.entry("plane.both", Set.of("plane")),
            Map.entry("inspect", Set.of("host")),
            Map.entry("scenario.expect", Set.of("scenario.step")),
            Map.entry("scenario", Set.of("scenario.step", "scenario.expect")),
            Map.entry("scenario.file", Set.of("scenario.step", "scenario.expect", "scenario")),
            Map.entry("scenario.run", Set.of("scenario.step", "scenario.expect", "scenario")),
            Map.entry("scenario.print", Set.of("scenario.step", "scenario.expect", "scenario", "scenario.run")));

    /** The packages that the program is made of; all others are core's. See docs/architecture.md. */
    private static final Set<String> APP =
            Set.of("real", "judge", "fuzz", "explore", "sweep", "report", "compare", "damage", "jobs", "cli");

    private static final int CLASSES_AT_LEAST = 100;

    @Test
    void readsAllClasses() {
        assertThat(ProjectClasses.ALL.size()).isGreaterThanOrEqualTo(CLASSES_AT_LEAST);
    }

    @Test
    void everyPackageHasALayer() {
        assertThat(ProjectClasses.ALL.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()))
                .allSatisfy(name ->
                        assertThat(ProjectClasses.LAYERS).containsKey(name.substring(ProjectClasses.BASE.length())));
    }

    @Test
    void everyPackageIsInItsModule() {
        for (JavaClass type : ProjectClasses.ALL) {
            String name = type.getPackageName().substring(ProjectClasses.BASE.length());
            assertThat(type.getSource().orElseThrow().getUri().getPath())
                    .as(name)
                    .contains(APP.contains(name) ? "/app/target/" : "/core/target/");
        }
    }

    @Test
    void theDocumentHasTheSameModules() throws IOException {
        Set<String> named = Pattern.compile("(?m)^\\| `app` .*")
                .matcher(Files.readString(Fixtures.path("../docs/architecture.md")))
                .results()
                .flatMap(row ->
                        Pattern.compile("`([\\w.]+)`").matcher(row.group()).results())
                .map(word -> word.group(1))
                .filter(ProjectClasses.LAYERS::containsKey)
                .collect(Collectors.toSet());
        assertThat(named).isEqualTo(APP);
    }

    @Test
    void theDocumentHasTheSameLayers() throws IOException {
        Map<String, Integer> rows = new TreeMap<>();
        Pattern.compile("(?m)^\\| (\\d+) \\| `([\\w.]+)` \\|")
                .matcher(Files.readString(Fixtures.path("../docs/architecture.md")))
                .results()
                .forEach(row -> rows.put(row.group(2), Integer.parseInt(row.group(1))));
        assertThat(rows).isEqualTo(new TreeMap<>(ProjectClasses.LAYERS));
    }

    @Test
    void importsPointDown() {
        classes()
                .should(new ArchCondition<>("import lower layers only") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        type.getDirectDependenciesFromSelf().stream()
                                .filter(d -> d.getTargetClass().getPackageName().startsWith(ProjectClasses.BASE))
                                .filter(d -> !allowed(d))
                                .forEach(d -> events.add(SimpleConditionEvent.violated(d, d.getDescription())));
                    }
                })
                .check(ProjectClasses.ALL);
    }

    private static boolean allowed(Dependency dependency) {
        String from = dependency.getOriginClass().getPackageName().substring(ProjectClasses.BASE.length());
        String to = dependency.getTargetClass().getPackageName().substring(ProjectClasses.BASE.length());
        return from.equals(to)
                || SIBLINGS.getOrDefault(from, Set.of()).contains(to)
                || ProjectClasses.LAYERS.get(to) < ProjectClasses.LAYERS.get(from);
    }

    @Test
    void packagesHaveNoCycles() {
        SlicesRuleDefinition.slices()
                .matching("org.xsplice.(**)")
                .should()
                .beFreeOfCycles()
                .check(ProjectClasses.ALL);
    }
}
