// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.List;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.EventData;
import org.xsplice.event.EventLog;
import org.xsplice.plane.CallReply;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.Profile;
import org.xsplice.support.Fixtures;
import org.xsplice.time.Duration;

/** A host just booted, on which the rows of actions are done. */
final class ActionHost implements AutoCloseable {
    private static final Duration ACTION = Duration.ofMillis(60);

    /** A payload of no bytes. */
    static final String NOTHING = "nothing";

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
        List<String> words = List.of(act.split(" "));
        List<String> rest = words.subList(1, words.size());
        return switch (words.get(0)) {
            case "CALL" -> call(rest.get(0), from);
            case "UPLOAD" -> returned(upload(rest), from);
            case "SCHEDULE" -> returned(action(rest), from);
            case "WAIT" -> returned(plane.finishAction(ACTION), from);
            case "LIST" ->
                returned(
                        plane.list(Integer.parseInt(rest.get(0)), Integer.parseInt(rest.get(1)))
                                .outcome(),
                        from);
            default -> {
                Outcome outcome = action(words);
                yield returned(outcome.equals(new Outcome.Returned(0)) ? plane.finishAction(ACTION) : outcome, from);
            }
        };
    }

    private Outcome upload(List<String> words) {
        String damage = words.size() > 2 ? words.get(2) : "";
        byte[] file = words.get(1).equals(NOTHING) ? new byte[0] : Corpus.payload(profile, words.get(1), damage);
        return plane.upload(words.get(0), file);
    }

    private ActionStep.Result call(String function, int from) {
        CallReply reply = plane.call(0, function);
        return reply.outcome() instanceof Outcome.Died died
                ? new ActionStep.Died(died.death().cause())
                : returned(plane.hypervisor().readString(reply.result()), from);
    }

    private Outcome action(List<String> words) {
        boolean number = Character.isDigit(words.get(0).charAt(0));
        int command = number
                ? Integer.parseInt(words.get(0))
                : ActionCommand.valueOf(words.get(0)).code();
        return plane.action(command, words.get(1), Duration.ZERO, words.size() > 2 ? ActionCommand.NODEPS : 0);
    }

    private ActionStep.Result returned(Outcome outcome, int from) {
        return outcome instanceof Outcome.Died died
                ? new ActionStep.Died(died.death().cause())
                : returned(number(((Outcome.Returned) outcome).rc()), from);
    }

    private static String number(int rc) {
        return rc > 0 ? Integer.toString(rc) : Errno.nameOf(rc);
    }

    private ActionStep.Returned returned(String outcome, int from) {
        String check = log.since(from, EventData.CheckFailed.class)
                .map(EventData.CheckFailed::check)
                .findFirst()
                .orElse("");
        List<String> payloads = plane.statuses().stream()
                .map(s -> s.name() + " " + s.stateName() + " " + Errno.nameOf(s.rc()))
                .toList();
        return new ActionStep.Returned(check, outcome, payloads, ProgressLines.leftOut(log, from));
    }

    @Override
    public void close() {
        plane.close();
    }
}
