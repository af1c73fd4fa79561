// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.loader.Ladder;
import org.xsplice.mend.Change;
import org.xsplice.mend.EditKind;
import org.xsplice.mend.FileChanges;
import org.xsplice.mend.Mend;
import org.xsplice.profile.Profile;

/**
 * Uploads payloads to a host, one after the other, and each to the host as it was at first: with the payloads that were
 * loaded before. A host that has died is replaced.
 */
public final class Trials implements AutoCloseable {
    /** How many changes at one place on the ladder are made together. */
    private static final int TOGETHER_MAX = 8;

    private final HypervisorImage image;
    private final Profile profile;
    private final List<PayloadFile> before;
    private final Ladder ladder;
    private TrialHost host;
    private String occupied;

    /**
     * Boots a host.
     *
     * @param before payloads to be loaded first
     * @throws PayloadFileException if one of them is not accepted
     */
    public Trials(HypervisorImage image, Profile profile, List<PayloadFile> before) {
        this.image = image;
        this.profile = profile;
        this.before = List.copyOf(before);
        ladder = Ladder.of(profile);
        boot();
    }

    private void boot() {
        host = new TrialHost(image, profile);
        for (PayloadFile file : before) {
            Trial trial = host.load(file.name(), file.bytes());
            if (!(trial.result() instanceof Trial.Accepted)) {
                String why = trial.result() instanceof Trial.Refused refused
                        ? refused.refusal().why()
                        : "the hypervisor dies of it";
                host.close();
                throw new PayloadFileException(
                        file.name() + " cannot be loaded first: " + why + "; run ./xsplice inspect on it for details");
            }
        }
    }

    public TrialHost host() {
        return host;
    }

    public Profile profile() {
        return profile;
    }

    public Ladder ladder() {
        return ladder;
    }

    /** Uploads a payload. If it is accepted, it stays until the next one is uploaded. */
    public Trial run(PayloadFile file) {
        if (occupied != null) {
            host.unload(occupied);
            occupied = null;
        }
        Trial trial = host.load(file.name(), file.bytes());
        if (trial.result() instanceof Trial.Died) {
            host.close();
            boot();
        } else if (trial.result() instanceof Trial.Accepted) {
            occupied = file.name();
        }
        return trial;
    }

    /** Does to the host, or to what is uploaded, what a mend says; nothing where that is not to be done here. */
    public Optional<PayloadFile> apply(Mend mend, PayloadFile file) {
        if (mend instanceof Mend.FileEdit edit) {
            return Optional.of(new PayloadFile(file.name(), FileChanges.apply(edit, file.bytes())));
        }
        if (mend instanceof Mend.UploadAs other) {
            return Optional.of(new PayloadFile(other.name(), file.bytes()));
        }
        if (mend instanceof Mend.Unload unload) {
            host.unload(unload.payload());
            return Optional.of(file);
        }
        return Optional.empty();
    }

    /**
     * Finds a mend that was tried: with it the hypervisor comes further. Where something else is wrong at the same place,
     * that is mended together with it.
     */
    public Mend propose(PayloadFile file, Trial.Stop stop) {
        if (!(stop.mend() instanceof Mend.FileEdit first)) {
            return stop.mend();
        }
        EditKind kind = first.kind();
        List<Change> changes = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        Mend.FileEdit edit = first;
        PayloadFile mended = file;
        for (int i = 0; i < TOGETHER_MAX; i++) {
            kind = kind.weaker(edit.kind());
            changes.addAll(edit.changes());
            texts.add(edit.text());
            mended = apply(edit, mended).orElseThrow();
            Optional<Trial.Stop> next = run(mended).stop();
            if (next.isEmpty() || further(stop, next.get())) {
                return new Mend.FileEdit(kind, String.join("; then ", texts), changes);
            }
            if (!(next.get().mend() instanceof Mend.FileEdit another)) {
                return next.get().mend();
            }
            edit = another;
        }
        return new Mend.Rebuild("build the payload again: too much is damaged to tell what was meant");
    }

    /** Returns whether a stop is later on the ladder than another. */
    public boolean further(Trial.Stop before, Trial.Stop now) {
        return ladder.compare(now.check(), now.item(), before.check(), before.item()) > 0;
    }

    @Override
    public void close() {
        host.close();
    }
}
