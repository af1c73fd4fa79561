// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostStateTests {
    private final HostState state = new HostState();
    private final Num number = state.number("number", 1);
    private final Num clock = state.progress("clock", 0);
    private final Flags flags = state.flags("flags", 3, false);
    private final Ref<List<String>> names = state.value("names", List.of());

    private void change() {
        number.set(-7);
        clock.add(1000);
        flags.set(1, true);
        names.set(List.of("a", "b"));
    }

    @Test
    void whatWasKeptIsPutBackAnyNumberOfTimes() {
        HostState.Kept before = state.keep();
        for (int i = 0; i < 2; i++) {
            change();
            assertThat(before.changed()).containsExactly("number", "clock", "flags[1]", "names");
            state.restore(before);
            assertThat(before.changed()).isEmpty();
            assertThat(number.get()).isEqualTo(1);
            assertThat(flags.cardinality()).isZero();
            assertThat(names.get()).isEmpty();
        }
    }

    @Test
    void aCellThatIsDeclaredLaterGetsItsFirstValue() {
        HostState.Kept before = state.keep();
        Num later = state.number("later", 5);
        later.set(6);
        state.restore(before);
        assertThat(later.get()).isEqualTo(5);
    }

    @Test
    void whatIsOfAnotherHostIsRefused() {
        assertThatThrownBy(() -> new HostState().restore(state.keep())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyCellButThoseOfProgressMakesAnotherHash() {
        long first = state.hash();
        clock.add(5);
        assertThat(state.hash()).isEqualTo(first);
        for (Consumer<HostStateTests> change : List.<Consumer<HostStateTests>>of(
                t -> t.number.add(1), t -> t.flags.set(2, true), t -> t.names.set(List.of("x")))) {
            HostState.Kept before = state.keep();
            change.accept(this);
            assertThat(state.hash()).isNotEqualTo(first);
            state.restore(before);
            assertThat(state.hash()).isEqualTo(first);
        }
    }

    @Test
    void aCellThatIsForgottenIsNamed() {
        HostState.Kept before = state.keep();
        change();
        for (int cell = 0; cell < state.names().size(); cell++) {
            HostState.Kept now = state.keep();
            List<String> changed = before.changed();
            state.restore(before.forgetting(cell));
            String name = state.names().get(cell);
            assertThat(before.changed()).isEqualTo(changed.contains(name) ? List.of(name) : List.of());
            state.restore(now);
        }
    }

    private record Pair(String name, Optional<Integer> number) {}

    static List<List<Object>> differentValues() {
        return List.of(
                List.of("ab", "ba"),
                List.of(List.of("ab"), List.of("a", "b")),
                List.of(new Pair("a", Optional.of(1)), new Pair("a", Optional.empty())),
                List.of(new TreeMap<>(java.util.Map.of(1, 2)), new TreeMap<>(java.util.Map.of(2, 1))),
                List.of(BitSet.valueOf(new long[] {1}), BitSet.valueOf(new long[] {2})),
                List.of(
                        new TreeMap<>(java.util.Map.of(2, new TreeMap<>(java.util.Map.of("p", 1)))),
                        new TreeMap<>(java.util.Map.of(1, new TreeMap<>(java.util.Map.of("p", 2))))),
                List.of(Thread.State.NEW, Thread.State.BLOCKED));
    }

    @ParameterizedTest
    @MethodSource("differentValues")
    void valuesThatDifferHaveDifferentHashes(List<Object> values) {
        assertThat(hashOf(values.get(0))).isEqualTo(hashOf(values.get(0))).isNotEqualTo(hashOf(values.get(1)));
    }

    @Test
    void whatIsNoValueIsRefused() {
        assertThatThrownBy(() -> hashOf(new Object())).hasMessageContaining("java.lang.Object");
        assertThatThrownBy(() -> hashOf(Set.of(new int[] {1}))).hasMessageContaining("class [I");
    }

    private static long hashOf(Object value) {
        StateHash hash = new StateHash();
        hash.add(value);
        return hash.value();
    }
}
