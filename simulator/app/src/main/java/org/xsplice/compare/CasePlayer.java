// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.xsplice.errno.Errno;
import org.xsplice.event.Event;
import org.xsplice.event.EventData;
import org.xsplice.event.EventSink;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.plane.both.Disagreement;
import org.xsplice.plane.both.DisagreementException;
import org.xsplice.scenario.step.Effect;
import org.xsplice.scenario.step.Operation;
import org.xsplice.scenario.step.Reply;

/** Does the steps of a case one after the other, until the planes differ in one or the hypervisor is dead. */
final class CasePlayer implements EventSink {
    private final ControlPlane plane;
    private final Set<String> loaded = new TreeSet<>();
    private final List<StepRecord> records = new ArrayList<>();
    private String check = "";

    private CasePlayer(CompareCase wanted, Hosts hosts) {
        plane = hosts.next(wanted, this);
    }

    static CaseRun play(CompareCase wanted, Target target, Hosts hosts) {
        List<Operation> steps = wanted.steps(target);
        CasePlayer player = new CasePlayer(wanted, hosts);
        try {
            return new CaseRun(player.records, player.play(steps));
        } finally {
            player.plane.close();
        }
    }

    private Optional<Disagreement> play(List<Operation> steps) {
        try {
            for (int i = 0; i < steps.size() && !dead(); i++) {
                records.add(step(steps.get(i)));
            }
            return Optional.empty();
        } catch (DisagreementException e) {
            return Optional.of(e.disagreement());
        }
    }

    private boolean dead() {
        return !records.isEmpty() && records.get(records.size() - 1).died();
    }

    private StepRecord step(Operation operation) {
        check = "";
        boolean onLoaded = operation.payload().filter(loaded::contains).isPresent();
        Reply reply = operation.begin(plane);
        Outcome outcome = reply.outcome();
        Optional<Integer> rc = Optional.empty();
        if (operation.waits(reply)) {
            Outcome passed = operation.passTime(plane);
            outcome = passed instanceof Outcome.Died ? passed : outcome;
            rc = passed instanceof Outcome.Died ? rc : rc(operation);
        }
        if (outcome instanceof Outcome.Died died) {
            return new StepRecord(
                    operation, onLoaded, "died: " + died.death().cause(), Optional.empty(), Optional.empty(), true);
        }
        int returned = ((Outcome.Returned) outcome).rc();
        note(operation, returned);
        Optional<Integer> errno = returned < 0 ? Optional.of(returned) : Optional.empty();
        return new StepRecord(operation, onLoaded, result(returned, rc.orElse(0)), errno, rc, false);
    }

    private Optional<Integer> rc(Operation operation) {
        return operation.effect() instanceof Effect.Schedules action
                ? plane.get(action.name()).status().map(PayloadStatus::rc)
                : Optional.empty();
    }

    private void note(Operation operation, int returned) {
        if (returned < 0) {
            return;
        }
        if (operation.effect() instanceof Effect.Loads loads) {
            loaded.add(loads.name());
        } else if (operation.effect() instanceof Effect.Unloads unloads) {
            loaded.remove(unloads.name());
        }
    }

    private String result(int returned, int rc) {
        if (!check.isEmpty()) {
            return "refused by " + check;
        }
        if (returned < 0) {
            return "refused: " + Errno.nameOf(returned);
        }
        return rc == 0 ? "accepted" : "accepted, and failed: " + Errno.nameOf(rc);
    }

    @Override
    public void accept(Event event) {
        if (check.isEmpty() && event.data() instanceof EventData.CheckFailed failed) {
            check = failed.check();
        }
    }
}
