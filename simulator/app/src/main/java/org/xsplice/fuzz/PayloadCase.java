// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.List;
import org.xsplice.chance.Chance;
import org.xsplice.event.ActionCommand;
import org.xsplice.hypervisor.Death;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;

/**
 * A damaged payload on a host: uploaded, and if it is accepted applied, called, looked at, reverted and unloaded, so that
 * damaged code really runs.
 */
final class PayloadCase {
    private static final List<String> CALLED = List.of("xen_extra_version", "xen_minor_version", "xen_major_version");

    private final FuzzHost host;
    private final Chance chance;
    private boolean clean = true;

    PayloadCase(FuzzHost host, Chance chance) {
        this.host = host;
        this.chance = chance;
    }

    /**
     * Runs it.
     *
     * @throws AssertionError if a refusal has left a trace
     */
    CaseResult run(DamagedUpload request, HostState before) {
        Outcome outcome = host.upload(request.name(), request.file());
        if (outcome instanceof Outcome.Died died) {
            return died(Ending.DIED_AT_UPLOAD, died.death());
        }
        if (((Outcome.Returned) outcome).rc() != 0) {
            String check = host.refusal();
            if (!HostState.of(host.plane()).equals(before)) {
                throw new AssertionError(check + " refused it, but something has changed");
            }
            return new CaseResult(Ending.REFUSED, check);
        }
        CaseResult result = apply(request.name());
        if (result.ending() != Ending.DIED_LATER && clean) {
            Outcome unload = host.act(ActionCommand.UNLOAD, request.name(), 0);
            if (!unload.equals(new Outcome.Returned(0))) {
                throw new AssertionError("a payload that is not applied cannot be unloaded: " + unload);
            }
        }
        return result;
    }

    /** Returns whether the payload is gone again, so that the host can take the next one. */
    boolean clean() {
        return clean;
    }

    private CaseResult apply(String name) {
        int flags = chance.oneIn(2) ? ActionCommand.NODEPS : 0;
        ActionCommand command = chance.oneIn(8) ? ActionCommand.REPLACE : ActionCommand.APPLY;
        Outcome outcome = host.act(command, name, flags);
        if (outcome instanceof Outcome.Died died) {
            return died(Ending.DIED_LATER, died.death());
        }
        if (status(name).state() != PayloadStatus.APPLIED) {
            String check = host.refusal();
            return new CaseResult(
                    Ending.NOT_APPLIED, check.isEmpty() ? "rc " + status(name).rc() : check);
        }
        clean = false;
        for (String function : CALLED) {
            if (host.plane().call(0, function).outcome() instanceof Outcome.Died died) {
                return died(Ending.DIED_LATER, died.death());
            }
        }
        if (host.plane().key('x') instanceof Outcome.Died died) {
            return died(Ending.DIED_LATER, died.death());
        }
        return revert(name);
    }

    private CaseResult revert(String name) {
        Outcome outcome = host.act(ActionCommand.REVERT, name, 0);
        if (outcome instanceof Outcome.Died died) {
            return died(Ending.DIED_LATER, died.death());
        }
        clean = status(name).state() == PayloadStatus.CHECKED;
        String check = host.refusal();
        return new CaseResult(
                Ending.RAN,
                clean ? "reverted" : check.isEmpty() ? "rc " + status(name).rc() : check);
    }

    private PayloadStatus status(String name) {
        return host.plane().get(name).status().orElseThrow();
    }

    private static CaseResult died(Ending ending, Death death) {
        String detail = ending == Ending.DIED_AT_UPLOAD ? place(death) : death.cause();
        return new CaseResult(ending, detail);
    }

    /** Returns the function that the report names. */
    private static String place(Death death) {
        return death.report().stream()
                .filter(line -> line.startsWith("RIP:"))
                .map(line ->
                        line.substring(line.indexOf("e008:") + "e008:".length()).replaceAll("\\[.*?\\] |\\+.*", ""))
                .findFirst()
                .orElse(death.cause());
    }
}
