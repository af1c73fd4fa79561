// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xsplice.event.EventData;
import org.xsplice.host.ModelHosts;
import org.xsplice.hypervisor.Death;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.LivepatchLog;
import org.xsplice.loader.Ladder;
import org.xsplice.loader.LoadedPayload;
import org.xsplice.loader.PayloadLoader;
import org.xsplice.loader.Suspect;
import org.xsplice.loader.UploadRequest;
import org.xsplice.machine.PageFaultException;
import org.xsplice.mend.Mend;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.Refusal;
import org.xsplice.refusal.RefusedException;

/** A host that payloads are uploaded to, to see what comes of it; nothing is applied. A death leaves it unusable. */
public final class TrialHost implements AutoCloseable {
    private static final Mend UNKNOWN = new Mend.Rebuild("build the payload again");

    private final Profile profile;
    private final List<String> console = new ArrayList<>();
    private final Ladder ladder;
    private final ModelHosts hosts;
    private final ModelPlane plane;
    private final LivepatchLog log;
    private final List<LoadedPayload> loaded = new ArrayList<>();

    /**
     * Boots a host.
     *
     * @throws org.xsplice.hypervisor.ImageException if the image cannot be used
     * @throws org.xsplice.engine.MissingEngineException if an engine cannot be had
     */
    public TrialHost(HypervisorImage image, Profile profile) {
        this.profile = profile;
        ladder = Ladder.of(profile);
        hosts = new ModelHosts(image, profile);
        try {
            plane = hosts.next(event -> {
                if (event.data() instanceof EventData.ConsoleLine line) {
                    console.add(line.line());
                }
            });
        } catch (RuntimeException e) {
            hosts.close();
            throw e;
        }
        log = new LivepatchLog(plane.hypervisor(), profile);
    }

    Hypervisor hypervisor() {
        return plane.hypervisor();
    }

    Profile profile() {
        return profile;
    }

    /** Returns the payloads that were loaded, in order. */
    public List<LoadedPayload> loaded() {
        return Collections.unmodifiableList(loaded);
    }

    /** Uploads a payload; it stays if it is accepted. */
    public Trial load(String name, byte[] file) {
        console.clear();
        try {
            UploadRequest.check(
                    name, file, known -> loaded.stream().anyMatch(p -> p.name().equals(known)));
        } catch (RefusedException e) {
            List<Check> checks = UploadRequest.checks();
            List<Check> passed = checks.subList(0, checks.indexOf(e.refusal().check()));
            return trial(refused(e.refusal(), 0), passed, List.of());
        }
        PayloadLoader loader =
                new PayloadLoader(plane.hypervisor(), ladder, log, this::loaded, UploadRequest.untilNul(name), file);
        Trial.Result result = load(loader);
        List<Check> passed = new ArrayList<>(UploadRequest.checks());
        passed.addAll(loader.passed());
        return trial(result, passed, loader.loadAddresses());
    }

    private Trial.Result load(PayloadLoader loader) {
        try {
            LoadedPayload payload = loader.load();
            loaded.add(payload);
            return new Trial.Accepted(payload);
        } catch (RefusedException e) {
            return refused(e.refusal(), loader.item());
        } catch (PageFaultException e) {
            return died(plane.hypervisor().deathIn(loader.function(), e.fault()), loader);
        } catch (HypervisorDiedException e) {
            return died(e.death(), loader);
        }
    }

    private static Trial.Refused refused(Refusal refusal, long item) {
        return new Trial.Refused(refusal, new Trial.Stop(refusal.check(), item, refusal.mend(), refusal.cause()));
    }

    private static Trial.Died died(Death death, PayloadLoader loader) {
        Optional<Suspect> suspect = loader.suspect();
        return new Trial.Died(
                death,
                loader.function(),
                suspect,
                new Trial.Stop(
                        suspect.map(Suspect::check).orElse(Check.HEADER_COMPLETE),
                        loader.item(),
                        suspect.map(Suspect::mend).orElse(UNKNOWN),
                        suspect.map(Suspect::cause).orElse("")));
    }

    private Trial trial(Trial.Result result, List<Check> passed, List<Long> loadAddresses) {
        Set<Check> all = EnumSet.noneOf(Check.class);
        all.addAll(passed);
        return new Trial(result, Collections.unmodifiableSet(all), loadAddresses, List.copyOf(console));
    }

    /** Unloads a payload. */
    public void unload(String name) {
        loaded.stream().filter(p -> p.name().equals(name)).findFirst().ifPresent(payload -> {
            loaded.remove(payload);
            payload.free(plane.hypervisor());
        });
    }

    @Override
    public void close() {
        plane.close();
        hosts.close();
    }
}
