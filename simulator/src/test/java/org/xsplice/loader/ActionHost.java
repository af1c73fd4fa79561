// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.List;
import org.xsplice.errno.Errno;
import org.xsplice.event.EventLog;
import org.xsplice.payload.ActionCommand;
import org.xsplice.plane.CallReply;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.Profile;
import org.xsplice.support.Fixtures;

/** A host just booted, on which the rows of actions are done. */
final class ActionHost implements AutoCloseable {
    private static final long ACTION_NS = 60_000_000;

    private final Profile profile;
    private final EventLog log = new EventLog();
    private final ModelPlane plane;

    ActionHost(Profile profile) {
        this.profile = profile;
        plane = Fixtures.host("plain", profile, 1, log);
    }

    void load(ActionCase.Loaded loaded) {
        Outcome outcome = plane.upload(loaded.name(), Corpus.payload(profile, loaded.payload(), loaded.damage()));
        if (!outcome.equals(new Outcome.Returned(0))) {
            throw new AssertionError(loaded + " was not accepted: " + outcome + " " + ProgressLines.leftOut(log, 0));
        }
    }

    /** Does one step and tells what came of it, in the words of the tables. */
    ActionStep.Result perform(String act) {
        int from = log.size();
        String[] words = act.split(" ");
        return words[0].equals("CALL") ? call(words[1], from) : action(words, from);
    }

    private ActionStep.Result call(String function, int from) {
        CallReply reply = plane.call(0, function);
        return reply.outcome() instanceof Outcome.Died died
                ? new ActionStep.Died(died.death().cause())
                : returned(plane.hypervisor().readString(reply.result()), from);
    }

    private ActionStep.Result action(String[] words, int from) {
        boolean number = Character.isDigit(words[0].charAt(0));
        int command = number
                ? Integer.parseInt(words[0])
                : ActionCommand.valueOf(words[0]).code();
        int flags = words.length > 2 ? ActionCommand.NODEPS : 0;
        Outcome outcome = plane.action(command, words[1], 0, flags);
        if (outcome.equals(new Outcome.Returned(0))) {
            outcome = plane.finishAction(ACTION_NS);
        }
        return outcome instanceof Outcome.Died died
                ? new ActionStep.Died(died.death().cause())
                : returned(Errno.nameOf(((Outcome.Returned) outcome).rc()), from);
    }

    private ActionStep.Returned returned(String outcome, int from) {
        List<String> payloads = plane.statuses().stream()
                .map(s -> s.name() + " " + s.stateName() + " " + Errno.nameOf(s.rc()))
                .toList();
        return new ActionStep.Returned(outcome, payloads, ProgressLines.leftOut(log, from));
    }

    @Override
    public void close() {
        plane.close();
    }
}
