// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.orders.Choice;
import org.xsplice.scenario.Scenario;

/** How much a search may take, and that it makes no difference to what it finds. */
class BudgetTests {
    private static final long MANY = 1L << 50;

    @TempDir
    private Path folder;

    private Scenario scenario(String faults) {
        return Small.read(folder, Small.text(Small.HELLO, Small.CALL_EXTRA_VERSION, faults, "deadlines: true"));
    }

    private static StateSearch search(Scenario scenario, Budget budget, HeapUse heap, int jobs) {
        try (Crew crew = new Crew(scenario, jobs)) {
            StateSearch search = new StateSearch(scenario, Small.exhaustive(budget, true), crew, heap, done -> {});
            search.run();
            return search;
        }
    }

    /** Once one state is kept, there is no memory for another one, so most states are reached from one that is far back. */
    @Test
    void whereFewStatesCanBeKeptTheSameIsFound() {
        for (int jobs : new int[] {1, 3}) {
            StateSearch free = search(scenario(""), Budget.ofHeap(), new HeapUse(), jobs);
            StateSearch tight = search(scenario(""), Budget.ofHeap(), new HeapUse(1, () -> MANY), jobs);
            assertThat(tight.ends()).isNotEmpty().isEqualTo(free.ends());
            assertThat(tight.states()).isEqualTo(free.states());
            assertThat(tight.depth()).isEqualTo(free.depth());
            assertThat(tight.endedBy()).isEqualTo(Limit.NONE);
            assertThat(tight.left()).isZero();
        }
        assertThat(search(scenario("no-quiesce"), Budget.ofHeap(), new HeapUse(1, () -> MANY), 1)
                        .found())
                .isPresent()
                .isEqualTo(search(scenario("no-quiesce"), Budget.ofHeap(), new HeapUse(), 1)
                        .found());
    }

    @Test
    void aSearchThatMayRememberNoMoreSaysWhatIsLeft() {
        Budget little = new Budget(Budget.STATES, 100_000);
        StateSearch one = search(scenario(""), little, new HeapUse(), 1);
        assertThat(one.endedBy()).isEqualTo(Limit.MEMORY);
        assertThat(one.found()).isEmpty();
        assertThat(one.left()).isPositive();
        assertThat(one.states()).isGreaterThan(100);
        StateSearch three = search(scenario(""), little, new HeapUse(), 3);
        assertThat(three.states()).isEqualTo(one.states());
        assertThat(three.left()).isEqualTo(one.left());
    }

    @Test
    void walksShareTheBudget() {
        Budget little = new Budget(60, 1 << 30);
        for (int jobs : new int[] {1, 3}) {
            ExploreReport report =
                    Small.explore(scenario(""), new ExplorePlan(ExplorePlan.Mode.RANDOM, 30, 0, 1, little, true), jobs);
            assertThat(report.states()).isBetween(1L, 60L);
            assertThat(report.why()).endsWith("so not all of them are counted");
        }
    }

    @Test
    void theBudgetFollowsTheHeap() {
        for (long heap : new long[] {16L << 20, 96L << 20, 512L << 20, 2L << 30, 64L << 30}) {
            assertThat(Budget.ofHeap(heap).bytes()).isBetween(heap / 8, heap * 2 / 3);
        }
    }

    @Test
    void heapInUseIsMeasuredAtTwiceAndHalfAsMany() {
        List<Long> measured = new ArrayList<>(List.of(4_000L, 7_000L, 3_000L));
        HeapUse heap = new HeapUse(100, () -> measured.remove(0));
        assertThat(heap.estimate(99, 10)).isEqualTo(10);
        assertThat(heap.estimate(100, 10)).isEqualTo(4_000);
        assertThat(heap.estimate(199, 15)).isEqualTo(4_000 + 99 * 40 + 5);
        assertThat(heap.estimate(200, 20)).isEqualTo(7_000);
        assertThat(heap.estimate(101, 20))
                .as("what is given back counts when it is measured")
                .isEqualTo(7_000);
        assertThat(heap.estimate(100, 20)).isEqualTo(3_000);
        assertThat(measured).isEmpty();
    }

    /** What a table says it takes is what the heap is short of. */
    @Test
    void tablesTakeWhatTheySay() {
        long before = inUse();
        StateTable table = new StateTable();
        Ways ways = new Ways();
        int count = 700_000;
        for (int i = 0; i < count; i++) {
            table.add(i * 0x9e3779b97f4a7c15L, i - 1, Choice.cpu(i % 8));
            ways.add(i, i / 2);
        }
        long took = inUse() - before;
        assertThat(table.size()).isEqualTo(count);
        assertThat(table.bytes()).isBetween(took / 3, took * 2);
        assertThat(table.bytes() + ways.bytes(count)).isGreaterThan(took * 9 / 10);
        assertThat(table.choiceTo(11)).isEqualTo(Choice.cpu(3));
        assertThat(table.way(5, 8).choices()).containsExactly(Choice.cpu(6), Choice.cpu(7), Choice.cpu(0));
    }

    private static long inUse() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
