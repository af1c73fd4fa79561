// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.xsplice.machine.Checkpoint;
import org.xsplice.scenario.Scenario;
import org.xsplice.schedule.Choice;
import org.xsplice.schedule.ChoiceLog;
import org.xsplice.schedule.Footprint;

/**
 * Goes through all states, nearest first. All states that are equally many choices away from the start are one level; the
 * explorers share it out, and what they find is put together in the order of the level. So everything but the time it takes
 * is the same whatever their number.
 *
 * <p>With the reduction, a state is left by the step of one CPU alone where nobody else can do anything that conflicts with
 * it before that CPU makes it. Who can is learned: the search is repeated until it has learned nothing new.
 */
final class StateSearch {
    private final Scenario scenario;
    private final ExplorePlan plan;
    private final Crew crew;
    private final LongConsumer progress;
    private final Accesses known;

    private StateTable states = new StateTable();
    private Ways ways = new Ways();
    private List<Node> level = new ArrayList<>();
    private Optional<Counterexample> found = Optional.empty();
    private int depth;
    private boolean full;

    /**
     * A state whose ways on are still to be followed.
     *
     * @param kept the state; null where its explorer has to be led there
     * @param explorer number of the one that has it
     */
    private record Node(int state, Checkpoint kept, int explorer) {}

    /**
     * A way on.
     *
     * @param kept null where the state was known before
     * @param over whether all is over there
     */
    private record Edge(
            Choice choice,
            long fingerprint,
            Checkpoint kept,
            boolean over,
            Optional<Violation> violation,
            Footprint touched) {}

    StateSearch(Scenario scenario, ExplorePlan plan, Crew crew, LongConsumer progress) {
        this.scenario = scenario;
        this.plan = plan;
        this.crew = crew;
        this.progress = progress;
        known = new Accesses(scenario.cpus(), scenario.steps().size());
    }

    /** Searches; afterwards the other methods tell what has come of it. */
    void run() {
        crew.forEach(Explorer::forget);
        do {
            known.takeGrown();
            pass();
        } while (plan.reduction() && found.isEmpty() && !full && known.takeGrown());
        if (found.isEmpty() && !full) {
            int endless = ways.firstEndless(states.size());
            found = endless < 0 ? Optional.empty() : Optional.of(endless(endless));
        }
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
        Node start = crew.first(explorer -> {
            SteeredHost host = explorer.begin();
            return new Node(states.add(host.fingerprint(), StateTable.UNKNOWN, null), host.keep(), 0);
        });
        level = List.of(start);
        while (!level.isEmpty() && found.isEmpty() && !full) {
            nextLevel();
            progress.accept(states.size());
        }
    }

    private void nextLevel() {
        List<Node> nodes = level;
        List<List<Edge>> edges = crew.map(nodes, Node::explorer, this::waysOn);
        List<Node> next = new ArrayList<>();
        for (int i = 0; i < nodes.size() && found.isEmpty() && !full; i++) {
            for (Edge edge : edges.get(i)) {
                add(nodes.get(i), edge, next);
            }
        }
        crew.forEach(explorer -> {
            if (explorer.noted().takeGrown()) {
                known.addAll(explorer.noted());
            }
        });
        level = shared(next);
        if (!level.isEmpty()) {
            depth++;
        }
    }

    private void add(Node node, Edge edge, List<Node> next) {
        if (found.isPresent()) {
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
            full = states.size() >= plan.maxStates();
            if (full) {
                return;
            }
            state = states.add(edge.fingerprint(), node.state(), edge.choice());
            next.add(new Node(state, edge.kept(), node.explorer()));
            if (edge.over()) {
                ways.addEnd(state);
            }
        }
        ways.add(node.state(), state);
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
            result.add(gives ? new Node(node.state(), null, least) : node);
        }
        return result;
    }

    private List<Edge> waysOn(Explorer explorer, Node node) {
        SteeredHost host = explorer.host();
        Checkpoint here = node.kept();
        if (here == null) {
            explorer.begin();
            states.wayTo(node.state()).choices().forEach(host::take);
            here = host.keep();
        } else {
            here.putBack();
        }
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
                    && edge.kept() != null
                    && !known.mayConflict(stage, choice.cpu(), edge.touched(), stepsBefore[choice.cpu()]);
            if (alone) {
                return List.of(edge);
            }
            edges.add(edge);
        }
        return edges;
    }

    private Edge follow(Explorer explorer, SteeredHost host, Choice choice) {
        Footprint touched = explorer.take(choice);
        if (host.violation().isPresent()) {
            return new Edge(choice, 0, null, false, host.violation(), touched);
        }
        long fingerprint = host.fingerprint();
        boolean fresh = states.find(fingerprint) == StateTable.UNKNOWN;
        return new Edge(
                choice, fingerprint, fresh ? host.keep() : null, fresh && host.over(), Optional.empty(), touched);
    }

    Optional<Counterexample> found() {
        return found;
    }

    /** Returns whether the search ended because no more states may be remembered. */
    boolean full() {
        return full;
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
