// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xsplice.chance.Chance;
import org.xsplice.machine.Checkpoint;
import org.xsplice.orders.Choice;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.support.Fixtures;

/** Scenarios of which all orders can be tried: one payload is applied while CPU 1 makes a hypercall. */
final class Small {
    static final int CALL_PAIR = 59;
    static final int CALL_EXTRA_VERSION = 60;
    static final String HELLO = "xen_hello_world";
    static final String PAIR = "lab_pair";

    private Small() {}

    /** Returns its text. */
    static String text(String payload, int hypercall, String faults, String freedom) {
        return """
                version: 1
                faults: [%s]
                explore: {%s}
                steps:
                  - upload: {name: p, file: %s}
                  - hypercall: {cpu: 1, number: %d, args: [2]}
                  - apply: p
                """.formatted(faults, freedom, Fixtures.path("payloads/plain/" + payload + ".livepatch"), hypercall);
    }

    static Scenario read(Path folder, String text) {
        try {
            return ScenarioReader.read(Files.writeString(folder.resolve("small.yaml"), text), Overrides.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ExplorePlan exhaustive(boolean reduction) {
        return exhaustive(Budget.ofHeap(), reduction);
    }

    static ExplorePlan exhaustive(Budget budget, boolean reduction) {
        return new ExplorePlan(ExplorePlan.Mode.EXHAUSTIVE, 0, 0, 1, budget, reduction);
    }

    static ExplorePlan walks(ExplorePlan.Mode mode, long seed) {
        return new ExplorePlan(mode, 300, 3, seed, Budget.ofHeap(), true);
    }

    static ExploreReport explore(Scenario scenario, ExplorePlan plan, int jobs) {
        try (Explore explore = new Explore(scenario, jobs)) {
            return explore.run(plan, done -> {});
        }
    }

    /** Goes a way by chance; from each state some steps further, back again, and the same steps once more. */
    static void putBackAndCompare(Scenario scenario, long seed) {
        Chance chance = new Chance(seed);
        try (SteeredHost host = new SteeredHost(scenario, true)) {
            while (!host.over()) {
                Checkpoint here = host.keep();
                long fingerprint = host.fingerprint();
                List<Choice> taken = new ArrayList<>();
                List<Long> prints = new ArrayList<>();
                for (int i = 0; i < 6 && !host.choices().isEmpty(); i++) {
                    Choice choice =
                            host.choices().get(chance.below(host.choices().size()));
                    host.take(choice);
                    taken.add(choice);
                    prints.add(host.fingerprint());
                }
                String events = host.log().since(0).toString();
                here.putBack();
                assertThat(host.fingerprint()).as("seed %d", seed).isEqualTo(fingerprint);
                for (int i = 0; i < taken.size(); i++) {
                    host.take(taken.get(i));
                    assertThat(host.fingerprint()).as("seed %d", seed).isEqualTo(prints.get(i));
                }
                assertThat(host.log().since(0).toString()).as("seed %d", seed).isEqualTo(events);
                here.putBack();
                host.take(taken.get(0));
            }
        }
    }
}
