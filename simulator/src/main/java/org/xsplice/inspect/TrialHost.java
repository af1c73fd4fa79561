// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xsplice.event.EventData;
import org.xsplice.hypervisor.Death;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.LivepatchLog;
import org.xsplice.loader.BuildIdNote;
import org.xsplice.loader.LoadedPayload;
import org.xsplice.loader.LoadedPayloads;
import org.xsplice.loader.PayloadLoader;
import org.xsplice.loader.PayloadSymbol;
import org.xsplice.loader.Suspect;
import org.xsplice.loader.UploadRequest;
import org.xsplice.machine.PageFaultException;
import org.xsplice.mend.Mend;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.Refusal;
import org.xsplice.refusal.RefusedException;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;

/** A host that payloads are uploaded to, to see what comes of it; nothing is applied. A death leaves it unusable. */
public final class TrialHost implements LoadedPayloads, AutoCloseable {
    private static final Mend UNKNOWN = new Mend.Rebuild("build the payload again");

    private final Profile profile;
    private final List<String> console = new ArrayList<>();
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
        plane = new ModelPlane(image, profile, 1, Strategy.roundRobin(), Scheduler.DEFAULT_QUANTUM, event -> {
            if (event.data() instanceof EventData.ConsoleLine line) {
                console.add(line.line());
            }
        });
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
        Set<Check> before = EnumSet.noneOf(Check.class);
        try {
            UploadRequest.check(
                    name,
                    file.length,
                    known -> loaded.stream().anyMatch(p -> p.name().equals(known)));
        } catch (RefusedException e) {
            before.addAll(EnumSet.range(Check.NAME, e.refusal().check()));
            before.remove(e.refusal().check());
            return trial(refused(e.refusal(), 0), before, List.of());
        }
        before.addAll(EnumSet.of(Check.NAME, Check.SIZE, Check.NAME_TAKEN));
        PayloadLoader loader =
                new PayloadLoader(plane.hypervisor(), profile, log, this, UploadRequest.untilNul(name), file);
        Trial.Result result = load(loader);
        before.addAll(loader.passed());
        List<Long> loadAddresses = loader.passed().contains(Check.PAYLOAD_MEMORY) ? loader.loadAddresses() : List.of();
        return trial(result, before, loadAddresses);
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
        return new Trial.Refused(refusal, new Trial.Stop(refusal.check(), item, refusal.mend()));
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
                        suspect.map(Suspect::mend).orElse(UNKNOWN)));
    }

    private Trial trial(Trial.Result result, Set<Check> passed, List<Long> loadAddresses) {
        return new Trial(result, Collections.unmodifiableSet(passed), loadAddresses, List.copyOf(console));
    }

    /** Unloads a payload. */
    public void unload(String name) {
        loaded.stream().filter(p -> p.name().equals(name)).findFirst().ifPresent(payload -> {
            loaded.remove(payload);
            if (payload.layout().pages() != 0) {
                plane.hypervisor().vmalloc().free(payload.layout().textAddr());
            }
        });
    }

    @Override
    public long newSymbol(String name) {
        return provider(name)
                .flatMap(payload -> payload.symbols().stream()
                        .filter(s -> s.newSymbol() && s.name().equals(name))
                        .findFirst())
                .map(PayloadSymbol::value)
                .orElse(0L);
    }

    /** Finds the payload that provides a new symbol of a name. */
    Optional<LoadedPayload> provider(String name) {
        return loaded.stream()
                .filter(payload -> payload.symbols().stream()
                        .anyMatch(s -> s.newSymbol() && s.name().equals(name)))
                .findFirst();
    }

    @Override
    public Optional<String> withBuildId(BuildIdNote.Descriptor id) {
        return loaded.stream()
                .filter(p -> p.buildId().equalTo(plane.hypervisor().memory(), id))
                .map(LoadedPayload::name)
                .findFirst();
    }

    @Override
    public void close() {
        plane.close();
    }
}
