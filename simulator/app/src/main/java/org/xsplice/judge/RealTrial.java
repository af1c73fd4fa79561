// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.xsplice.host.HostSpec;
import org.xsplice.profile.Profile;
import org.xsplice.real.Account;
import org.xsplice.real.Errand;
import org.xsplice.real.RealXen;
import org.xsplice.recognition.ReleaseChoice;
import org.xsplice.scenario.Guest;
import org.xsplice.scenario.InputError;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.ScenarioException;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;

/** A scenario for a comparison with a real Xen: what the simulated one did, and what the real one will be asked. */
public final class RealTrial {
    private static final String HOW = "Run `make xen`, then `make payloads XEN_SYMS=.xen/current/xen-syms`, and write "
            + "a scenario for that image, like fixtures/scenarios/real/hello-bye.yaml";

    private final RealQuestions questions;
    private final List<Side> simulated;

    private RealTrial(RealQuestions questions, List<Side> simulated) {
        this.questions = questions;
        this.simulated = simulated;
    }

    /**
     * Finds the real hypervisor that a scenario's guest is.
     *
     * @param cache where real hypervisors are
     * @throws ScenarioException if there is none, or the scenario is not for one
     */
    public static RealXen xenOf(Scenario scenario, Path cache) {
        Guest guest = scenario.guest();
        String buildId = guest.image().buildId().toString();
        RealXen xen = RealXen.ofBuild(cache, buildId)
                .orElseThrow(() -> inputError(
                        guest,
                        ".xen has no real hypervisor with build-id " + buildId + ", so the guest " + guest.name()
                                + " cannot be booted. " + HOW));
        Profile own = ReleaseChoice.recognised(guest.image());
        if (!scenario.profile().features().equals(own.features())) {
            throw inputError(
                    guest,
                    "the real hypervisor is " + own.name() + ", not "
                            + scenario.profile().name() + "; remove the key release");
        }
        if (scenario.profile().strict()) {
            throw inputError(guest, "a real hypervisor is not strict; remove \"strict: true\"");
        }
        if (scenario.profile().debugBuild()) {
            throw inputError(guest, "Debian's Xen is a release build; remove \"build: debug\"");
        }
        return xen;
    }

    /**
     * Plays a scenario on a simulated host.
     *
     * @param work a folder for the payloads
     * @param follower is called now and then, and may end it by an exception
     * @throws ScenarioException if none of its steps can be asked of a real machine
     */
    public static RealTrial play(Scenario scenario, Path work, Runnable follower) throws IOException {
        RealQuestions questions = RealQuestions.of(scenario.steps());
        if (questions.commands().isEmpty()) {
            throw inputError(scenario.guest(), "a real machine can be asked none of these steps");
        }
        ConformanceFolder folder = new ConformanceFolder(work);
        Files.createDirectories(folder.payloads());
        for (Map.Entry<String, byte[]> payload : questions.errand().payloads().entrySet()) {
            Files.write(folder.payloads().resolve(payload.getKey()), payload.getValue());
        }
        HostSpec spec = new HostSpec(
                scenario.guest().image(),
                scenario.profile(),
                scenario.plane(),
                scenario.cpus(),
                Strategy.roundRobin(),
                Scheduler.DEFAULT_QUANTUM);
        try (FreshHost host = new FreshHost(spec::boot, folder)) {
            host.plane().follow(follower);
            return new RealTrial(questions, SimulatedSide.play(questions.commands(), host));
        }
    }

    private static ScenarioException inputError(Guest guest, String problem) {
        return new ScenarioException(List.of(new InputError(guest.place(), problem, "", "")));
    }

    /** Returns what the real one will be asked. */
    public Errand errand() {
        return questions.errand();
    }

    /** Compares with what the real one did. */
    public RealReport compare(Account account) {
        return RealReport.of(questions.steps(), simulated, account);
    }
}
