// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.List;
import org.xsplice.elf.Elf;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.ByteString;
import org.xsplice.event.EventData;
import org.xsplice.event.EventLog;
import org.xsplice.hypervisor.Death;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;
import org.xsplice.support.Fixtures;
import org.xsplice.support.GuestState;
import org.xsplice.time.Duration;

/**
 * A host to upload damaged payloads to. One payload, {@code sentinel}, is loaded from the beginning: what it provides must
 * stay there whatever happens to others. A host that has died is replaced by a new one.
 */
final class UploadHost implements AutoCloseable {
    static final String SENTINEL = "sentinel";
    /** A new symbol of the sentinel. */
    static final String SENTINEL_SYMBOL = "provided_by_sentinel";

    private final Profile profile;
    private final EventLog log = new EventLog();
    private ModelPlane plane;

    UploadHost(Profile profile) {
        this.profile = profile;
        boot();
    }

    private void boot() {
        plane = Fixtures.host("plain", profile, 1, log);
        if (!plane.upload(SENTINEL, sentinel()).equals(new Outcome.Returned(0))) {
            throw new AssertionError("the sentinel was refused: " + console(0));
        }
    }

    /** Builds a payload that patches a function no test calls, and provides a symbol. */
    private byte[] sentinel() {
        PayloadBuilder builder = PayloadBuilder.of(profile).builtFor(xen());
        builder.text(SENTINEL_SYMBOL, (byte) 0xc3);
        long old = plane.hypervisor().symbols().require("xen_major_version");
        return builder.replace("xen_major_version", old, 6, (byte) 0xc3).build();
    }

    /** Returns a payload that cannot be loaded without the sentinel. */
    byte[] dependent() {
        PayloadBuilder builder = SamplePayload.builder(profile, xen());
        int data = builder.object().section(ObjectSection.progbits(".rodata.pointer", Elf.SHF_ALLOC, 8, new byte[8]));
        builder.object()
                .relocate(
                        data, 0, Elf.R_X86_64_64, builder.object().symbol(ObjectSymbol.undefined(SENTINEL_SYMBOL)), 0);
        return builder.build();
    }

    ModelPlane plane() {
        return plane;
    }

    Profile profile() {
        return profile;
    }

    ByteString xen() {
        return plane.hypervisor().image().buildId();
    }

    byte[] sample() {
        return SamplePayload.build(profile, xen());
    }

    GuestState state() {
        return GuestState.of(plane);
    }

    /** Uploads and tells what came of it, in the words of the tables. */
    UploadResult upload(String name, byte[] payload) {
        int from = log.size();
        Outcome outcome = plane.upload(name, payload);
        if (outcome instanceof Outcome.Died died) {
            Death death = died.death();
            plane.close();
            boot();
            return new UploadResult.Died(death.summary() + "\n" + String.join("\n", death.report()));
        }
        int rc = ((Outcome.Returned) outcome).rc();
        if (rc == 0) {
            return new UploadResult.Accepted();
        }
        EventData.CheckFailed failed =
                log.since(from, EventData.CheckFailed.class).findFirst().orElseThrow();
        return new UploadResult.Refused(Errno.of(rc).orElseThrow(), Check.valueOf(failed.check()), console(from));
    }

    private List<String> console(int from) {
        return ProgressLines.leftOut(log, from);
    }

    void unload(String name) {
        Outcome outcome = plane.action(ActionCommand.UNLOAD.code(), name, Duration.ZERO, 0);
        if (!outcome.equals(new Outcome.Returned(0))) {
            throw new AssertionError(name + " cannot be unloaded: " + outcome);
        }
    }

    /** Forgets what happened so far. */
    void clearLog() {
        log.clear();
    }

    @Override
    public void close() {
        plane.close();
    }
}
