// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.xsplice.asm.CapstoneDisassembler;
import org.xsplice.asm.Disassembler;
import org.xsplice.cause.Cause;
import org.xsplice.elf.ElfBytes;
import org.xsplice.event.ByteString;
import org.xsplice.hazard.FunctionPatch;
import org.xsplice.hazard.Hazard;
import org.xsplice.hazard.PatchHazards;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.loader.Ladder;
import org.xsplice.loader.LoadedPayload;
import org.xsplice.machine.Memory;
import org.xsplice.mend.Mend;
import org.xsplice.mend.Proof;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;

/**
 * Inspects payloads for one hypervisor, one after the other; each as if it came after the same others. The command
 * {@code inspect} makes one of them for a file; tests and tools make one for many.
 *
 * <p>An inspection has four parts:
 *
 * <ol>
 *   <li>The payload is uploaded to a host of its own ({@link Trials}, {@link TrialHost}), by the code that uploads in a
 *       run. What came of it is a {@link Trial}: accepted, refused, or the death of the hypervisor.
 *   <li>Where it was stopped, what is proposed against that is done to a copy, which is uploaded too; only a mend with
 *       which the hypervisor comes further is proposed to users ({@link Trials#propose}).
 *   <li>Its contents are read from the file, and from the memory of the host as far as it was loaded
 *       ({@link ContentsReader}).
 *   <li>Hazards are looked for where the file is good enough for that: what the hypervisor accepts to its own harm.
 * </ol>
 *
 * <p>Between two inspections there is one state: a payload that was accepted stays loaded until the next one comes, so
 * that its memory can be read. A host that has died is replaced by a fresh one with the same payloads.
 */
public final class Inspector implements AutoCloseable {
    private final HypervisorImage image;
    private final Profile profile;
    private final Trials trials;
    private final Disassembler disassembler;
    private final Neighbours neighbours;

    /**
     * Boots the hypervisor.
     *
     * @param before payloads to be loaded first
     * @throws PayloadFileException if one of them is not accepted
     * @throws org.xsplice.hypervisor.ImageException if the image cannot be used
     * @throws org.xsplice.engine.MissingEngineException if an engine cannot be had
     */
    public Inspector(HypervisorImage image, Profile profile, List<PayloadFile> before) {
        this(image, profile, before, List::of);
    }

    /**
     * Boots the hypervisor.
     *
     * @param before payloads to be loaded first
     * @param others reads payloads that are at hand, and may be named where one is missing
     * @throws PayloadFileException if one of those to be loaded is not accepted
     * @throws org.xsplice.hypervisor.ImageException if the image cannot be used
     * @throws org.xsplice.engine.MissingEngineException if an engine cannot be had
     */
    public Inspector(
            HypervisorImage image, Profile profile, List<PayloadFile> before, Supplier<List<PayloadFile>> others) {
        neighbours = new Neighbours(others);
        this.image = image;
        this.profile = profile;
        trials = new Trials(image, profile, before);
        try {
            disassembler = new CapstoneDisassembler();
        } catch (RuntimeException e) {
            trials.close();
            throw e;
        }
    }

    /** Inspects one. */
    public Inspection inspect(PayloadFile file) {
        Trial trial = trials.run(file);
        Hypervisor hypervisor = trials.host().hypervisor();
        List<LoadedPayload> others = trials.host().loaded().stream()
                .filter(p -> !(trial.result() instanceof Trial.Accepted a && a.payload() == p))
                .toList();
        LaidOut laidOut = new LaidOut(file.bytes(), trial.loadAddresses(), new KnownSymbols(hypervisor, others));
        Contents contents = new ContentsReader(laidOut, profile).read();
        String unknown = hazardsUnknown(trial, contents);
        List<Hazard> hazards = unknown.isEmpty() ? hazards(contents, file, hypervisor, others) : List.of();
        Optional<Cause> missing = neighbours.provider(file, trial);
        Optional<Mend> proposed =
                missing.flatMap(Cause::mend).or(() -> trial.stop().map(stop -> trials.propose(file, stop)));
        String cause = missing.map(Cause::text)
                .orElseGet(() -> trial.stop().map(Trial.Stop::cause).orElse(""));
        return new Inspection(
                file, profile, image.buildId(), trial, cause, rungs(trial), proposed, contents, hazards, unknown);
    }

    /** Does what is proposed against a refusal, where that is a change of the file of which is proven that it is harmless. */
    public Optional<PayloadFile> mend(Inspection inspection) {
        return inspection
                .proposed()
                .filter(mend ->
                        mend instanceof Mend.FileEdit edit && edit.kind().proof() != Proof.NONE)
                .flatMap(mend -> trials.apply(mend, inspection.file()));
    }

    /** Returns the hypervisor's memory, in which a payload that was accepted is until the next one is inspected. */
    Memory memory() {
        return trials.host().hypervisor().memory();
    }

    private String hazardsUnknown(Trial trial, Contents contents) {
        Optional<ByteString> xen = contents.notes().stream()
                .filter(n -> n.kind() == Note.Kind.XEN_DEPENDS)
                .findFirst()
                .flatMap(Note::id);
        if (xen.isPresent() && !xen.get().equals(image.buildId())) {
            return "the payload was built for another hypervisor";
        }
        return trial.loadAddresses().isEmpty() ? "the hypervisor refuses it before it lays out its sections" : "";
    }

    private List<Hazard> hazards(
            Contents contents, PayloadFile file, Hypervisor hypervisor, List<LoadedPayload> others) {
        List<FunctionPatch> sites = new ArrayList<>();
        for (PatchedFunction f : contents.functions()) {
            if (f.oldAddr().address().isPresent() && f.newAddr().address().isPresent()) {
                sites.add(new FunctionPatch(
                        f.entry(),
                        f.name(),
                        f.oldAddr().address().getAsLong(),
                        f.oldSize(),
                        f.newAddr().address().getAsLong(),
                        f.newSize()));
            }
        }
        List<Hazard> all = new ArrayList<>(PatchHazards.find(
                hypervisor, profile, disassembler, sites, address -> PayloadHazards.isText(contents, address)));
        all.addAll(PayloadHazards.find(contents, new ElfBytes(file.bytes()), profile, hypervisor, others));
        return all;
    }

    private List<CheckedRung> rungs(Trial trial) {
        Optional<Trial.Stop> stop = trial.stop();
        Ladder ladder = trials.ladder();
        int last = stop.map(s -> ladder.indexOf(s.check())).orElse(Integer.MAX_VALUE);
        List<CheckedRung> rungs = new ArrayList<>();
        for (Check check : ladder.checks()) {
            CheckedRung.State state = state(trial, check, rungs.size(), last);
            rungs.add(new CheckedRung(check, profile.function(check.function()), state));
        }
        return rungs;
    }

    private static CheckedRung.State state(Trial trial, Check check, int index, int last) {
        if (index == last) {
            return trial.result() instanceof Trial.Died ? CheckedRung.State.DIES : CheckedRung.State.REFUSES;
        }
        if (trial.passed().contains(check)) {
            return CheckedRung.State.PASSED;
        }
        return index < last ? CheckedRung.State.NOTHING : CheckedRung.State.NOT_REACHED;
    }

    @Override
    public void close() {
        disassembler.close();
        trials.close();
    }
}
