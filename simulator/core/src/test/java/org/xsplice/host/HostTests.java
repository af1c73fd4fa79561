// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xsplice.chance.Chance;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.Event;
import org.xsplice.event.EventLog;
import org.xsplice.machine.Machine;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.SteeredPlane;
import org.xsplice.profile.Profiles;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.Schedule;
import org.xsplice.scenario.Step;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.scenario.step.Reply;
import org.xsplice.schedule.Goal;
import org.xsplice.schedule.Strategy;
import org.xsplice.support.Fixtures;
import org.xsplice.support.HostGraph;
import org.xsplice.support.MachineState;
import org.xsplice.time.Duration;
import org.xsplice.time.VirtualTime;

/** A whole host: put back at any moment, everything that follows is byte for byte what it was. */
class HostTests {
    private static final int MOMENTS = 3;
    /** A scenario with more turns has one moment looked at. */
    private static final long MANY_TURNS = 20_000;

    static List<Path> scenarios() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String folder : List.of("scenarios", "scenarios/labs")) {
            try (Stream<Path> files = Files.list(Fixtures.path(folder))) {
                files.filter(file -> file.toString().endsWith(".yaml")).sorted().forEach(found::add);
            }
        }
        return found;
    }

    /** All that a host is at one moment, to be compared. */
    private record Look(Position position, List<Event> events, List<String> guest, List<String> graph) {
        static Look at(Host host, long[] pages) {
            return new Look(
                    host.position(),
                    List.copyOf(host.log().since(0)),
                    MachineState.of(machineOf(host), pages),
                    HostGraph.of(host.booted()));
        }
    }

    private static Machine machineOf(Host host) {
        return ((SteeredPlane) host.booted()).hypervisor().machine();
    }

    private static long[] pages(Host host) {
        return Arrays.stream(machineOf(host).memory().writtenPages()).sorted().toArray();
    }

    private static void perform(Scenario scenario, Host host) {
        scenario.play(host.plane());
        for (Step step : scenario.steps()) {
            Reply reply = step.operation().begin(host.plane());
            if (step.operation().waits(reply) && step.operation().passTime(host.plane()) instanceof Outcome.Died) {
                return;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void anyMomentOfAScenarioIsFoundAgainAndGoesOnAsItDid(Path file) throws IOException {
        long seed = file.getFileName().hashCode();
        boolean lab = file.getParent().endsWith("labs");
        Overrides overrides = Overrides.NONE.withSeed(seed);
        everyMomentIsFound(ScenarioReader.read(file, overrides), seed);
        if (!lab) {
            everyMomentIsFound(ScenarioReader.read(file, overrides.withSchedule(Schedule.RANDOM)), seed);
        }
    }

    private static void everyMomentIsFound(Scenario scenario, long seed) {
        try (Host host = Host.boot(scenario.hostSpec(PlaneKind.MODEL), new EventLog())) {
            perform(scenario, host);
            long[] pages = pages(host);
            Look end = Look.at(host, pages);
            Chance chance = new Chance(seed);
            int moments = end.position().turn() > MANY_TURNS ? 1 : MOMENTS;
            for (int i = 0; i < moments; i++) {
                Position wanted = new Position(
                        VirtualTime.START, chance.below((int) end.position().turn()), 0);
                host.goTo(wanted);
                Look there = Look.at(host, pages);
                assertThat(there.events())
                        .isEqualTo(end.events().subList(0, there.events().size()));
                Moment moment = host.keep();
                host.goTo(end.position());
                assertThat(Look.at(host, pages))
                        .as("seed %d, turn %d", seed, wanted.turn())
                        .isEqualTo(end);
                host.restore(moment);
                assertThat(Look.at(host, pages))
                        .as("seed %d, turn %d", seed, wanted.turn())
                        .isEqualTo(there);
                host.goTo(end.position());
                assertThat(Look.at(host, pages))
                        .as("seed %d, turn %d", seed, wanted.turn())
                        .isEqualTo(end);
            }
        }
    }

    private static Host hello(int cpus) {
        HostSpec spec = new HostSpec(
                Fixtures.guest("plain"), Profiles.XEN_4_17, PlaneKind.MODEL, cpus, Strategy.random(3), 100);
        return Host.boot(spec, new EventLog());
    }

    private static byte[] payload() {
        return Fixtures.payload("plain", "xen_hello_world", Profiles.XEN_4_17);
    }

    @Test
    void aHostIsKeptWhileItRunsFreely() {
        try (Host host = hello(3)) {
            host.plane().upload("hello", payload());
            host.plane().action(ActionCommand.APPLY.code(), "hello", Duration.ZERO, 0);
            host.plane().begin(Goal.Until.WORK_OVER, Duration.ofMillis(1));
            List<Moment> moments = new ArrayList<>();
            List<List<String>> graphs = new ArrayList<>();
            do {
                moments.add(host.keep());
                graphs.add(HostGraph.of(host.booted()));
            } while (host.plane().turn().isEmpty());
            long[] pages = pages(host);
            Look end = Look.at(host, pages);
            assertThat(moments.size()).isGreaterThan(5);
            for (int i = 0; i < moments.size(); i++) {
                host.restore(moments.get(i));
                assertThat(HostGraph.of(host.booted())).isEqualTo(graphs.get(i));
                assertThat(host.position()).isEqualTo(moments.get(i).position());
                while (host.plane().turn().isEmpty()) {
                    continue;
                }
                assertThat(Look.at(host, pages)).isEqualTo(end);
            }
        }
    }

    @Test
    void everyInstructionOfATurnIsReached() {
        try (Host host = hello(1)) {
            Position start = host.position();
            host.plane().call(0, "xen_extra_version");
            Position end = host.position();
            List<List<String>> seen = new ArrayList<>();
            for (long i = 1; i <= 2; i++) {
                host.goTo(start.plusInstructions(i));
                assertThat(host.position()).isEqualTo(start.plusInstructions(i));
                seen.add(MachineState.of(machineOf(host), pages(host)));
            }
            assertThat(seen).doesNotHaveDuplicates();
            assertThatThrownBy(() -> host.goTo(start.plusInstructions(1000)))
                    .hasMessageContaining("the turn is over before instruction 1000");
            assertThat(host.position()).isEqualTo(start);
            host.goTo(start.plusInstructions(1));
            host.plane().key('x');
            assertThat(host.position().turn()).isEqualTo(end.turn() + 1);
        }
    }

    @Test
    void whoeverDoesSomethingElseBeginsAnotherFuture() {
        try (Host host = hello(1)) {
            Position start = host.position();
            host.plane().upload("hello", payload());
            Position loaded = host.position();
            host.plane().key('x');
            Position end = host.position();
            host.goTo(loaded);
            host.goTo(end);
            host.goTo(start);
            host.plane().key('x');
            assertThatThrownBy(() -> host.goTo(end.plusInstructions(0))).hasMessageContaining("there is no moment");
        }
    }

    @Test
    void aQuestionLeavesNoTrace() {
        try (Host host = hello(1)) {
            Position start = host.position();
            host.plane().upload("hello", payload());
            Position loaded = host.position();
            host.goTo(start);
            assertThat(host.plane().statuses()).isEmpty();
            assertThat(host.plane().get("hello").status()).isEmpty();
            assertThat(host.position()).isEqualTo(start);
            host.goTo(loaded);
            assertThat(host.plane().statuses()).hasSize(1);
        }
    }

    @Test
    void moreKeptMomentsThanThereIsRoomForLeadToTheSamePlaces() {
        try (Host host = hello(1)) {
            host.plane().upload("hello", payload());
            List<Position> positions = new ArrayList<>();
            List<Look> looks = new ArrayList<>();
            long[] pages = pages(host);
            for (int i = 0; i < 200; i++) {
                host.plane().key('x');
                host.keepNow();
                positions.add(host.position());
                looks.add(Look.at(host, pages));
            }
            for (int i : new int[] {0, 199, 3, 77, 198, 50}) {
                host.goTo(positions.get(i));
                assertThat(Look.at(host, pages)).isEqualTo(looks.get(i));
            }
        }
    }

    @Test
    void momentsAreInATotalOrder() {
        Position[] positions = {
            new Position(new VirtualTime(5), 2, 0),
            new Position(VirtualTime.START, 1, 7),
            new Position(VirtualTime.START, 1, 0)
        };
        Arrays.sort(positions);
        assertThat(positions)
                .containsExactly(
                        new Position(VirtualTime.START, 1, 0),
                        new Position(VirtualTime.START, 1, 7),
                        new Position(new VirtualTime(5), 2, 0));
    }

    @Test
    void aMomentOfAnotherHostIsRefused() {
        try (Host host = hello(1);
                Host other = hello(1)) {
            Moment moment = other.keep();
            assertThatThrownBy(() -> host.restore(moment)).hasMessageContaining("of another host");
        }
    }

    @Test
    void theListenerIsToldOnce() {
        List<Event> told = new ArrayList<>();
        HostSpec spec = new HostSpec(
                Fixtures.guest("plain"), Profiles.XEN_4_17, PlaneKind.MODEL, 2, Strategy.roundRobin(), 100);
        try (Host host = Host.boot(spec, new EventLog(), told::add)) {
            Position start = host.position();
            host.plane().upload("hello", payload());
            Position end = host.position();
            List<Event> once = List.copyOf(told);
            host.goTo(start);
            host.goTo(end);
            assertThat(told).isEqualTo(once);
            assertThat(host.log().since(0)).isEqualTo(once);
        }
    }
}
