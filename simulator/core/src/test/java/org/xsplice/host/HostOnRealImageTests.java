// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.Event;
import org.xsplice.event.EventLog;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.profile.Profiles;
import org.xsplice.schedule.Goal;
import org.xsplice.schedule.Strategy;
import org.xsplice.support.HostGraph;
import org.xsplice.support.RealImage;
import org.xsplice.time.Duration;

/** A host whose guest is a real image is kept at every boundary between two turns, on every plane. */
class HostOnRealImageTests {
    /** {@code mov eax, 42; ret}. */
    private static final byte[] RETURN_42 = {(byte) 0xb8, 42, 0, 0, 0, (byte) 0xc3};

    private static final int OLD_SIZE = 6;
    private static final Duration A_MILLISECOND = Duration.ofMillis(1);
    /** Of the moments, so many are looked at. */
    private static final int EVERY = 3;

    private record Look(Position position, List<Event> events, List<String> graph) {
        static Look at(Host host) {
            return new Look(host.position(), List.copyOf(host.log().since(0)), HostGraph.of(host.booted()));
        }
    }

    @ParameterizedTest
    @EnumSource(PlaneKind.class)
    void everyMomentGoesOnAsItDid(PlaneKind plane) throws IOException {
        HypervisorImage image = HypervisorImage.open(RealImage.path());
        byte[] payload = PayloadBuilder.of(Profiles.XEN_4_17)
                .builtFor(image.buildId())
                .replaceByName("xen_minor_version", OLD_SIZE, RETURN_42)
                .build();
        HostSpec spec = new HostSpec(image, Profiles.XEN_4_17, plane, 3, Strategy.random(5), 200);
        try (Host host = Host.boot(spec, new EventLog())) {
            host.plane().upload("first", payload);
            host.plane().action(ActionCommand.APPLY.code(), "first", Duration.ZERO, 0);
            List<Moment> moments = new ArrayList<>();
            List<Look> looks = new ArrayList<>();
            host.plane().begin(Goal.Until.WORK_OVER, A_MILLISECOND);
            do {
                moments.add(host.keep());
                looks.add(Look.at(host));
            } while (host.plane().turn().isEmpty());
            Look end = afterwards(host);
            assertThat(moments.size()).isGreaterThan(3 * EVERY);
            for (int i = 0; i < moments.size(); i += EVERY) {
                host.restore(moments.get(i));
                assertThat(Look.at(host)).isEqualTo(looks.get(i));
                while (host.plane().turn().isEmpty()) {
                    continue;
                }
                assertThat(afterwards(host)).isEqualTo(end);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PlaneKind.class)
    void anInstructionWithinATurnIsReachedAndLeftAgain(PlaneKind plane) throws IOException {
        HypervisorImage image = HypervisorImage.open(RealImage.path());
        byte[] payload = PayloadBuilder.of(Profiles.XEN_4_17)
                .builtFor(image.buildId())
                .replaceByName("xen_minor_version", OLD_SIZE, RETURN_42)
                .build();
        HostSpec spec = new HostSpec(image, Profiles.XEN_4_17, plane, 2, Strategy.random(5), 200);
        try (Host host = Host.boot(spec, new EventLog())) {
            host.plane().upload("first", payload);
            List<Position> turns = new ArrayList<>();
            turns.add(host.position());
            host.plane().call(0, "xen_minor_version");
            host.plane().action(ActionCommand.APPLY.code(), "first", Duration.ZERO, 0);
            host.plane().begin(Goal.Until.WORK_OVER, A_MILLISECOND);
            do {
                turns.add(host.position());
            } while (host.plane().turn().isEmpty());
            Position last = host.position();
            Look end = Look.at(host);
            int reached = 0;
            for (int i = 0; i < turns.size(); i += EVERY) {
                for (long instruction = 1; instruction < 40; instruction += 7) {
                    Position wanted = turns.get(i).plusInstructions(instruction);
                    if (goTo(host, wanted)) {
                        assertThat(host.position()).isEqualTo(wanted);
                        List<String> there = HostGraph.of(host.booted());
                        host.goTo(turns.get(0));
                        host.goTo(wanted);
                        assertSame(HostGraph.of(host.booted()), there);
                        reached++;
                    }
                }
            }
            assertThat(reached).isGreaterThan(plane == PlaneKind.MODEL ? 0 : 10);
            host.goTo(last);
            assertSame(Look.at(host), end);
        }
    }

    /** A whole graph is too long to be printed. */
    private static void assertSame(Look look, Look expected) {
        assertThat(look.position()).isEqualTo(expected.position());
        assertThat(look.events()).isEqualTo(expected.events());
        assertSame(look.graph(), expected.graph());
    }

    private static void assertSame(List<String> graph, List<String> expected) {
        List<String> other = new ArrayList<>(graph);
        other.removeAll(new HashSet<>(expected));
        assertThat(other).isEmpty();
        assertThat(graph).hasSameSizeAs(expected);
    }

    /** Goes to a moment; false where the turn has not got so many instructions. */
    private static boolean goTo(Host host, Position wanted) {
        try {
            host.goTo(wanted);
            return true;
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("the turn is over before instruction");
            return false;
        }
    }

    /** Goes on with other things, so that whatever was forgotten has a chance to show. */
    private static Look afterwards(Host host) {
        host.plane().key('x');
        host.plane().call(0, "xen_minor_version");
        host.plane().action(ActionCommand.REVERT.code(), "first", Duration.ZERO, 0);
        host.plane().finishAction(A_MILLISECOND);
        host.plane().action(ActionCommand.UNLOAD.code(), "first", Duration.ZERO, 0);
        return Look.at(host);
    }
}
