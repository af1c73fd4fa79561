// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.xsplice.machine.Checkpoint;
import org.xsplice.orders.Choice;
import org.xsplice.orders.ChoiceLog;
import org.xsplice.orders.Footprint;
import org.xsplice.scenario.Scenario;
import org.xsplice.time.TimeLimit;

/**
 * Goes through all states that a scenario can reach, nearest first, for one that breaks a property. All states that are
 * equally many choices away from the start are one level. The explorers of the {@link Crew} share it out, and what they find is
 * put together in the order of the level. So everything but the time it takes is the same whatever their number.
 *
 * <p>A state is a fingerprint in the {@link StateTable}, with the state before it and the choice between: enough to find the
 * way to it again. Where memory allows, a checkpoint is kept too ({@link Kept}); other states are reached from the nearest
 * one before them by repeating the choices. {@link #waysOn} puts a state back, tries each choice there, and returns
 * an {@link Edge} for each.
 *
 * <p>With the reduction, a state is left by the step of one CPU alone where nobody else can do anything that conflicts with
 * it before that CPU makes it. Who can is learned in {@link Accesses}: the search is repeated until it has learned nothing new.
 *
 * <p>It ends with a violation, with all states seen, or at a {@link Limit} of states, memory or time; {@link #endedBy} tells which.
 * When all has been seen without a violation, {@link Ways} finds states from which no end can be reached: something spins for
 * ever there.
 */
final class StateSearch {
    /** This many states are left at a time: all their edges are in memory at once. */
    private static final int AT_ONCE = 256;

    /** The bytes of a waiting state, without what is kept of it. */
    private static final int NODE_BYTES = 48;

    private final ExplorePlan plan;
    private final Crew crew;
    private final LongConsumer progress;
    private final HeapUse heap;
    private final TimeLimit time;
    private final Accesses known;

    private StateTable states = new StateTable();
    private Ways ways = new Ways();
    private List<Node> level = List.of();
    /** The next level, as far as it has been found. */
    private List<Node> next = List.of();
    /** The first state of the next level. */
    private int nextFirst;
    /** How many states can be put back and are still needed. */
    private int kept;
    /** Whether there is memory to keep more of them. */
    private boolean keeps;

    private Optional<Counterexample> found = Optional.empty();
    private int depth;
    private Limit limit = Limit.NONE;
    private long left;

    /**
     * A state whose ways on are still to be followed.
     *
     * @param kept from where its explorer comes there; null for the start
     * @param explorer number of the one that follows it
     */
    private record Node(int state, Kept kept, int explorer) {}

    /**
     * A way on.
     *
     * @param fresh whether it leads one level further
     * @param kept null where the state was known before, or the search has no memory for it
     * @param over whether all is over there
     */
    private record Edge(
            Choice choice,
            long fingerprint,
            boolean fresh,
            Checkpoint kept,
            boolean over,
            Optional<Violation> violation,
            Footprint touched) {}

    StateSearch(Scenario scenario, ExplorePlan plan, Crew crew, HeapUse heap, LongConsumer progress) {
        this(scenario, plan, crew, heap, TimeLimit.NONE, progress);
    }

    StateSearch(Scenario scenario, ExplorePlan plan, Crew crew, HeapUse heap, TimeLimit time, LongConsumer progress) {
        this.time = time;
        this.heap = heap;
        this.plan = plan;
        this.crew = crew;
        this.progress = progress;
        known = new Accesses(scenario.cpus(), scenario.steps().size());
    }

    /** Searches; afterwards the other methods return the results. */
    void run() {
        crew.forEach(Explorer::forget);
        do {
            known.takeGrown();
            pass();
        } while (plan.reduction() && goesOn() && known.takeGrown());
        if (goesOn()) {
            int endless = ways.firstEndless(states.size());
            found = endless < 0 ? Optional.empty() : Optional.of(endless(endless));
        }
    }

    private boolean goesOn() {
        return found.isEmpty() && limit == Limit.NONE;
    }

    private Counterexample endless(int state) {
        ChoiceLog way = states.wayTo(state);
        depth = way.choices().size();
        return new Counterexample(
                crew.first(explorer -> {
                    SteeredHost host = explorer.begin();
                    way.choices().forEach(host::take);
                    return NeverStuck.endless(host);
                }),
                way);
    }

    private void pass() {
        states = new StateTable();
        ways = new Ways();
        depth = 0;
        kept = 0;
        Node start = crew.first(explorer ->
                new Node(states.add(explorer.begin().fingerprint(), StateTable.UNKNOWN, Choice.cpu(0)), null, 0));
        level = new ArrayList<>(List.of(start));
        while (!level.isEmpty() && goesOn()) {
            nextLevel();
        }
        level = List.of();
        next = List.of();
    }

    private void nextLevel() {
        next = new ArrayList<>();
        nextFirst = states.size();
        int done = 0;
        while (done < level.size() && goesOn()) {
            List<Node> some = List.copyOf(level.subList(done, Math.min(level.size(), done + AT_ONCE)));
            keeps = heap.estimate(kept, bytes()) < plan.budget().bytes();
            List<List<Edge>> edges = crew.map(some, Node::explorer, this::waysOn);
            for (int i = 0; i < some.size() && goesOn(); i++) {
                for (Edge edge : edges.get(i)) {
                    add(some.get(i), edge);
                }
                if (goesOn()) {
                    release(some.get(i).kept());
                    level.set(done++, null);
                }
            }
            progress.accept(states.size());
            if (goesOn() && time.over()) {
                limit = Limit.TIME;
            }
        }
        left = level.size() - done + next.size();
        crew.forEach(explorer -> {
            if (explorer.noted().takeGrown()) {
                known.addAll(explorer.noted());
            }
        });
        if (goesOn()) {
            level = shared(next);
            depth += level.isEmpty() ? 0 : 1;
        }
    }

    private void add(Node node, Edge edge) {
        if (!goesOn()) {
            return;
        }
        if (edge.violation().isPresent()) {
            List<Choice> way = new ArrayList<>(states.wayTo(node.state()).choices());
            way.add(edge.choice());
            found = Optional.of(new Counterexample(edge.violation().get(), new ChoiceLog(way)));
            depth = way.size();
            return;
        }
        int state = states.find(edge.fingerprint());
        if (state == StateTable.UNKNOWN) {
            limit = limit();
            if (limit != Limit.NONE) {
                return;
            }
            state = states.add(edge.fingerprint(), node.state(), edge.choice());
            Kept from = edge.kept() == null ? node.kept() : new Kept(state, edge.kept());
            use(from);
            next.add(new Node(state, from, node.explorer()));
            if (edge.over()) {
                ways.addEnd(state);
            }
        }
        ways.add(node.state(), state);
    }

    private Limit limit() {
        if (states.size() >= plan.budget().states()) {
            return Limit.STATES;
        }
        return bytes() > plan.budget().bytesOfTables() ? Limit.MEMORY : Limit.NONE;
    }

    /** Returns how many bytes everything takes but what is kept of states. */
    private long bytes() {
        return states.bytes() + ways.bytes(states.size()) + (long) NODE_BYTES * (level.size() + next.size());
    }

    private void use(Kept from) {
        if (from != null && from.use()) {
            kept++;
        }
    }

    private void release(Kept from) {
        if (from != null && from.release()) {
            kept--;
        }
    }

    /** Gives explorers with little to do states of those with much. */
    private List<Node> shared(List<Node> nodes) {
        int fair = (nodes.size() + crew.size() - 1) / crew.size();
        if (crew.size() == 1 || nodes.size() < 8 * crew.size()) {
            return nodes;
        }
        int[] load = new int[crew.size()];
        nodes.forEach(node -> load[node.explorer()]++);
        List<Node> result = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            int least = 0;
            for (int other = 1; other < load.length; other++) {
                least = load[other] < load[least] ? other : least;
            }
            boolean gives = load[node.explorer()] > fair + fair / 4 && load[least] < fair;
            if (gives) {
                load[node.explorer()]--;
                load[least]++;
            }
            if (gives) {
                release(node.kept());
            }
            result.add(gives ? new Node(node.state(), null, least) : node);
        }
        return result;
    }

    private List<Edge> waysOn(Explorer explorer, Node node) {
        SteeredHost host = explorer.host();
        Checkpoint here = goTo(explorer, node);
        int stage = host.stepsBegun();
        List<Choice> choices = host.choices();
        int[] stepsBefore = new int[host.cpus()];
        for (int cpu = 0; cpu < host.cpus(); cpu++) {
            stepsBefore[cpu] = host.stepsThatMayComeBefore(cpu);
            explorer.noted().add(stage, Choice.cpu(cpu), host.orders().awaited(cpu));
        }
        Choice last = states.choiceTo(node.state());
        if (plan.reduction() && choices.remove(last)) {
            choices.add(0, last);
        }
        List<Edge> edges = new ArrayList<>();
        for (Choice choice : choices) {
            if (!edges.isEmpty()) {
                here.putBack();
            }
            Edge edge = follow(explorer, host, choice);
            boolean alone = plan.reduction()
                    && choice.kind() == Choice.Kind.CPU
                    && edge.fresh()
                    && !known.mayConflict(stage, choice.cpu(), edge.touched(), stepsBefore[choice.cpu()]);
            if (alone) {
                return List.of(edge);
            }
            edges.add(edge);
        }
        return edges;
    }

    private Checkpoint goTo(Explorer explorer, Node node) {
        Kept from = node.kept();
        if (from == null) {
            explorer.begin();
            explorer.goAgain(states.wayTo(node.state()));
        } else {
            from.checkpoint().putBack();
            explorer.goAgain(states.way(from.state(), node.state()));
        }
        return from != null && from.state() == node.state()
                ? from.checkpoint()
                : explorer.host().keep();
    }

    private Edge follow(Explorer explorer, SteeredHost host, Choice choice) {
        Footprint touched = explorer.take(choice);
        if (host.violation().isPresent()) {
            return new Edge(choice, 0, false, null, false, host.violation(), touched);
        }
        long fingerprint = host.fingerprint();
        int state = states.find(fingerprint);
        boolean unknown = state == StateTable.UNKNOWN;
        return new Edge(
                choice,
                fingerprint,
                unknown || state >= nextFirst,
                unknown && keeps ? host.keep() : null,
                unknown && host.over(),
                Optional.empty(),
                touched);
    }

    Optional<Counterexample> found() {
        return found;
    }

    /** Returns what ended the search before all was seen. */
    Limit endedBy() {
        return limit;
    }

    /** Returns how many states have ways on that were not followed; all are as far from the start as the depth, or one further. */
    long left() {
        return left;
    }

    /** Returns the fingerprints of the states in which all is over, in ascending order. */
    long[] ends() {
        return ways.ends().stream().mapToLong(states::fingerprint).sorted().toArray();
    }

    int states() {
        return states.size();
    }

    int depth() {
        return depth;
    }
}
