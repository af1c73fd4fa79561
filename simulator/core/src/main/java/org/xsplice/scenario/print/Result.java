// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.print;

import static org.xsplice.text.Formats.format;

import org.xsplice.client.ToolResult;
import org.xsplice.client.XenLivepatch;
import org.xsplice.event.EventData;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.scenario.expect.ExpectErrno;
import org.xsplice.scenario.expect.ExpectExit;
import org.xsplice.scenario.run.StepResult;
import org.xsplice.scenario.step.Effect;
import org.xsplice.scenario.step.Operation;

/**
 * A step's result in a few words, to stand after its command.
 *
 * @param text empty where there is nothing to say
 * @param done whether the hypervisor did it
 * @param expected whether it did what was expected, whatever that was
 */
record Result(String text, boolean done, boolean expected) {
    static Result of(StepResult step) {
        Result result = plain(step);
        boolean refusedAsExpected = !result.done && step.met() && !step.checks().isEmpty();
        return refusedAsExpected ? new Result(result.text + ", as expected", false, true) : result;
    }

    private static Result plain(StepResult step) {
        Operation operation = step.step().operation();
        if (step.disagreement().isPresent()) {
            return new Result("the planes disagree", false, false);
        }
        if (!step.reply().obstacle().isEmpty()) {
            return new Result("not done", false, false);
        }
        if (step.reply().outcome() instanceof Outcome.Died died && died.death().notEmulated()) {
            return new Result("not emulated", false, false);
        }
        if (!(step.reply().outcome() instanceof Outcome.Returned returned)) {
            return new Result("the hypervisor died", false, false);
        }
        if (returned.rc() < 0 && step.events().stream().anyMatch(e -> e.data() instanceof EventData.StrictRefused)) {
            return new Result("strict: refused", false, false);
        }
        if (returned.rc() < 0) {
            return new Result(ExpectErrno.text(returned.rc()), false, false);
        }
        if (operation.effect() instanceof Effect.Schedules scheduled) {
            return plain(step, scheduled.name());
        }
        if (step.reply().tool().isPresent()) {
            return plain(step.reply().tool().get());
        }
        return new Result(operation.tellsSuccess() ? "ok" : "", true, true);
    }

    private static Result plain(ToolResult tool) {
        String code = ExpectExit.text(tool);
        if (tool instanceof ToolResult.Killed killed) {
            return new Result(format("killed by signal %d, exit %s", killed.signal(), code), false, false);
        }
        boolean done = code.equals(Integer.toString(XenLivepatch.OK));
        return new Result(done ? "" : "exit " + code, done, done);
    }

    private static Result plain(StepResult step, String payload) {
        if (!step.step().operation().waits(step.reply())) {
            return new Result("ok, scheduled", true, true);
        }
        if (step.end().equals(step.start())) {
            return new Result("ok, nothing to do", true, true);
        }
        int rc = step.payloads().stream()
                .filter(p -> p.name().equals(payload))
                .mapToInt(PayloadStatus::rc)
                .findFirst()
                .orElse(0);
        String after = " after " + step.end().since(step.start()).rounded();
        return new Result((rc < 0 ? "rc " : "") + ExpectErrno.text(rc) + after, rc == 0, rc == 0);
    }
}
