// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.support;

import java.util.List;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.EventData;
import org.xsplice.event.EventLog;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.Profile;
import org.xsplice.time.Duration;

/** A booted host with its event log, and the operations of tests in one word each. */
public final class Host implements AutoCloseable {
    private static final Duration CLIENT_WAIT = Duration.ofMillis(60);

    private final String variant;
    private final Profile profile;
    private final EventLog log = new EventLog();
    private final ModelPlane plane;

    public Host(String variant, Profile profile, int cpus) {
        this.variant = variant;
        this.profile = profile;
        plane = Fixtures.host(variant, profile, cpus, log);
    }

    public ModelPlane plane() {
        return plane;
    }

    public Hypervisor hypervisor() {
        return plane.hypervisor();
    }

    public EventLog log() {
        return log;
    }

    /** Uploads a prebuilt payload, for example {@code hello_world}, under that name; returns the hypercall's value. */
    public int upload(String payload) {
        return rc(plane.upload(payload, Fixtures.payload(variant, "xen_" + payload, profile)));
    }

    public int apply(String payload) {
        return act(ActionCommand.APPLY, payload);
    }

    public int revert(String payload) {
        return act(ActionCommand.REVERT, payload);
    }

    public int replace(String payload) {
        return act(ActionCommand.REPLACE, payload);
    }

    public int unload(String payload) {
        return act(ActionCommand.UNLOAD, payload);
    }

    /** Makes the hypercall and, if it returns 0, waits for the action's end; returns the hypercall's value. */
    private int act(ActionCommand command, String payload) {
        int rc = rc(plane.action(command.code(), payload, Duration.ZERO, 0));
        plane.finishAction(CLIENT_WAIT);
        return rc;
    }

    private static int rc(Outcome outcome) {
        if (outcome instanceof Outcome.Returned returned) {
            return returned.rc();
        }
        throw new AssertionError("the hypervisor died: " + outcome);
    }

    /** Returns what {@code xen_extra_version} returns, called in the guest on CPU 0. */
    public String extraVersion() {
        return extraVersion(0);
    }

    public String extraVersion(int cpu) {
        return hypervisor().readString(hypervisor().call(cpu, "xen_extra_version"));
    }

    /** Returns a payload's status. */
    public PayloadStatus status(String payload) {
        return plane.get(payload).status().orElseThrow();
    }

    /** Returns the console lines from a position of the event log on. */
    public List<String> console(int from) {
        return log.since(from, EventData.ConsoleLine.class)
                .map(EventData.ConsoleLine::line)
                .toList();
    }

    /** Returns the guest's text. */
    public byte[] text() {
        long start = hypervisor().symbols().require("_stext");
        long end = hypervisor().symbols().require("_etext");
        return hypervisor().memory().read(start, (int) (end - start));
    }

    /** Names the value of a hypercall, for assertions that read well. */
    public static String named(int rc) {
        return Errno.nameOf(rc);
    }

    @Override
    public void close() {
        plane.close();
    }
}
