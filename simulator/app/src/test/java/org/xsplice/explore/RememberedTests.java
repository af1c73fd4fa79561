// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.machine.Checkpoint;
import org.xsplice.orders.Choice;
import org.xsplice.support.Fixtures;

/** What is part of the state that is searched: all of it is kept and hashed, and what differs has another hash. */
class RememberedTests {
    @TempDir
    private Path folder;

    private record Pair(int first, Object second) {}

    /** A generation of a payload by CPU, as {@link AllOrNothing} has it. */
    private static SortedMap<Integer, SortedMap<String, Integer>> seen(int cpu, int generation) {
        return new TreeMap<>(Map.of(cpu, new TreeMap<>(Map.of("p", generation))));
    }

    @Test
    void whatCpusHaveSeenIsToldApartByCpu() {
        assertThat(seen(1, 2)).as("Java's hash does not").hasSameHashCodeAs(seen(2, 1));
        assertThat(new Remembered<>(seen(1, 2)).hash()).isNotEqualTo(new Remembered<>(seen(2, 1)).hash());
    }

    @Test
    void differentValuesHaveDifferentHashes() {
        List<Object> values = List.of(
                0,
                1,
                false,
                true,
                "",
                "0",
                "ab",
                new byte[0],
                new byte[] {0},
                new byte[] {0, 0},
                Choice.Kind.CPU,
                Choice.Kind.NMI,
                Optional.empty(),
                Optional.of(0),
                List.of(),
                List.of(0),
                List.of(0, 0),
                List.of(List.of(), List.of(0)),
                List.of(List.of(0), List.of()),
                List.of("ab", ""),
                List.of("a", "b"),
                new TreeSet<>(),
                new TreeSet<>(List.of(0)),
                new TreeMap<>(),
                new TreeMap<>(Map.of(1, 2)),
                new TreeMap<>(Map.of(2, 1)),
                new TreeMap<>(Map.of(1, new TreeMap<>(Map.of("p", 2)))),
                new TreeMap<>(Map.of(2, new TreeMap<>(Map.of("p", 1)))),
                new Pair(1, 2),
                new Pair(2, 1),
                new Pair(1, new Pair(2, 1)),
                new Pair(1, List.of(2)));
        assertThat(values.stream().map(ValueHash::of)).doesNotHaveDuplicates();
        assertThat(ValueHash.of(1L)).isEqualTo(ValueHash.of(1));
        assertThat(ValueHash.of(new Pair(1, "x"))).isEqualTo(ValueHash.of(new Pair(1, "x")));
    }

    @Test
    void whatHasNoOrderOrMayChangeIsNoValue() {
        assertThatThrownBy(() -> ValueHash.of(new HashMap<>())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ValueHash.of(List.of(new StringBuilder("s"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("s is not an immutable value with an order");
    }

    @Test
    void aValueThatIsPutBackHasItsHash() {
        Remembered<List<Integer>> cell = new Remembered<>(List.of(1));
        long hash = cell.hash();
        Checkpoint then = cell.keep();
        cell.set(List.of(2));
        assertThat(cell.hash()).isNotEqualTo(hash);
        Checkpoint later = cell.keep();
        then.putBack();
        assertThat(cell.get()).containsExactly(1);
        assertThat(cell.hash()).isEqualTo(hash);
        later.putBack();
        assertThat(cell.get()).containsExactly(2);
        assertThat(cell.hash()).isEqualTo(ValueHash.of(List.of(2)));
    }

    @Test
    void propertiesRememberNothingElse() throws IllegalAccessException {
        for (Property property : Properties.all()) {
            List<Object> declared = new ArrayList<>();
            for (Field field : fields(property.getClass())) {
                assertThat(Modifier.isFinal(field.getModifiers()))
                        .as("%s", field)
                        .isTrue();
                assertThat(field.getType()).as("%s", field).isEqualTo(Remembered.class);
                field.setAccessible(true);
                declared.add(field.get(property));
            }
            assertThat(property.remembers())
                    .as(property.name())
                    .usingElementComparator((a, b) -> a == b ? 0 : 1)
                    .hasSameElementsAs(
                            declared.stream().map(cell -> (Remembered<?>) cell).toList());
        }
    }

    /** They tell of the last choice; nobody asks before the next one. */
    @Test
    void whatElseChangesInAHostIsOverWithTheNextChoice() {
        assertThat(fields(SteeredHost.class).stream()
                        .filter(field -> !Modifier.isFinal(field.getModifiers()))
                        .map(Field::getName))
                .containsExactlyInAnyOrder("stepEnds", "executed");
    }

    private static List<Field> fields(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic())
                .toList();
    }

    /** What is expected of it stands in an event that is no line of the console. */
    @Test
    void aStepThatStrictModeRefusesIsAsExpected() {
        Path hello = Fixtures.path("payloads/plain/xen_hello_world.livepatch");
        ExploreReport report = Small.explore(Small.read(folder, """
                        version: 1
                        strict: true
                        steps:
                          - upload: {name: hello, file: %s}
                          - revert: hello
                            expect: {strict: 1}
                        """.formatted(hello)), Small.exhaustive(true), 1);
        assertThat(report.counterexample()).isEmpty();
        assertThat(report.exhausted()).isTrue();
    }
}
