// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.xsplice.cause.Cause;
import org.xsplice.cause.Causes;
import org.xsplice.cause.Stopped;
import org.xsplice.hypervisor.BugFrames;
import org.xsplice.hypervisor.ExceptionTable;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.LivepatchLog;
import org.xsplice.hypervisor.VirtualRegion;
import org.xsplice.machine.Memory;
import org.xsplice.mend.Mends;
import org.xsplice.profile.Feature;
import org.xsplice.profile.LoadStep;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.Refusal;
import org.xsplice.refusal.RefusedException;
import org.xsplice.refusal.StrictException;

/**
 * Loads one payload into a hypervisor. Models xen/common/livepatch.c:load_payload_data: each step may refuse, and then
 * everything is as it was before.
 *
 * <p>{@code payload.Livepatch} makes one for each upload, {@code inspect.TrialHost} one for each payload that is tried.
 * {@link #load} is called once. It takes the steps that the release's profile lists, in that order; this class is where
 * the results of one step become the parameters of another:
 *
 * <ul>
 *   <li>{@code ElfLoad} makes a {@link LivepatchElf} of the file, {@code MovePayload} one whose sections have addresses,
 *       and the {@link PayloadLayout};
 *   <li>{@code ResolveSymbols} and {@code PerformRelocs} change the file's copy and what has been loaded of it;
 *   <li>the Prepare steps each return a part of the {@link LoadedPayload}: functions, hooks, notes, bug frames,
 *       exception table, metadata; {@code BuildSymbolTable} its symbols.
 * </ul>
 *
 * <p>Each step declares its checks beside its code, and makes them through {@link LoadContext#checks}; {@link Ladder} has
 * their order. It ends in one of four ways: with a {@link LoadedPayload}; with a {@link RefusedException}, where a check
 * fails; with a {@link StrictException}, where strict mode refuses what all checks accept; or with the fault or the death
 * of the hypervisor. Afterwards the loader still tells how far it came: what passed, where it was, and what in the file is
 * to blame for a death.
 */
public final class PayloadLoader {
    /** First block of {@code vmalloc()} where the boot has taken none: where the raw payload lies meanwhile. */
    private static final long RAW_DATA = 0xffff82c000201000L;

    private final LoadContext context;
    private final String name;
    private final RawPayload raw;
    private final Progress progress = new Progress();

    private LivepatchElf elf;
    private PayloadLayout layout = PayloadLayout.none();
    private ResolveSymbols.Resolved resolved;
    private PrepareFunctions.Prepared prepared;
    private Hooks hooks = Hooks.none();
    private PrepareNotes.Notes notes;
    private BugFrames bugFrames = BugFrames.none();
    private ExceptionTable exceptionTable = ExceptionTable.none();
    private Metadata metadata = Metadata.none();
    private List<PayloadSymbol> symbols = List.of();

    /**
     * Prepares to load a file.
     *
     * @param ladder of the release that is modelled
     * @param name of the payload
     * @param bytes the file's content; not changed
     * @param loaded the payloads that are there already
     */
    public PayloadLoader(
            Hypervisor hypervisor, Ladder ladder, LivepatchLog log, LoadedPayloads loaded, String name, byte[] bytes) {
        this.name = name;
        raw = new RawPayload(bytes, RAW_DATA + (long) ladder.profile().vmapPages() * Memory.PAGE_SIZE);
        Mends mends = new Mends(bytes, ladder.profile(), new LoadedNames(hypervisor, loaded));
        context = new LoadContext(hypervisor, ladder.profile(), log, loaded, mends, ladder, progress);
    }

    /**
     * Loads it.
     *
     * @throws RefusedException if a check fails; nothing is left behind
     * @throws StrictException if the release would go on to its own harm, and is strict; nothing is left behind
     * @throws org.xsplice.machine.PageFaultException if the hypervisor would have died loading it
     */
    public LoadedPayload load() {
        try {
            context.profile().loadSteps().forEach(this::take);
            if (context.profile().strict()) {
                new StrictSections(context.profile(), elf).require(notes);
            }
        } catch (RefusedException | StrictException e) {
            layout.free(context.hypervisor());
            if (elf != null && inUpload()) {
                raw.unmap(context.memory());
            }
            throw e instanceof RefusedException refused ? withCause(refused) : e;
        }
        if (inUpload()) {
            raw.unmap(context.memory());
        }
        return loaded();
    }

    private RefusedException withCause(RefusedException refused) {
        Refusal refusal = refused.refusal();
        return cause(refusal.check(), refusal.fileOffset())
                .map(cause ->
                        refused.mendedBy(cause.mend().orElse(refusal.mend())).causedBy(cause.text()))
                .orElse(refused);
    }

    private Optional<Cause> cause(Check check, long fileOffset) {
        Mends mends = context.mends();
        return Causes.of(new Stopped(mends.evidence(), context.profile(), mends.guest(), check, fileOffset));
    }

    /** Returns whether sections that are not loaded are looked at where the upload has them. */
    private boolean inUpload() {
        return context.has(Feature.UNLOADED_SECTIONS_IN_UPLOAD);
    }

    private void take(LoadStep step) {
        switch (step) {
            case ELF_LOAD -> {
                elf = new ElfLoad(context, name, raw).run();
                if (inUpload()) {
                    raw.map(context.memory());
                    elf = elf.with(section -> section.loadedAt(raw.addressOf(section.offset())));
                }
            }
            case CHECK_XEN_BUILD_ID -> new CheckXenBuildId(context, elf).run();
            case MOVE_PAYLOAD -> {
                MovePayload.Moved moved = new MovePayload(context, elf).run();
                elf = moved.elf();
                layout = moved.layout();
            }
            case RESOLVE_SYMBOLS -> resolved = new ResolveSymbols(context, elf).run();
            case PERFORM_RELOCS -> new PerformRelocs(context, elf, resolved.ignored()).run();
            case CHECK_SPECIAL_SECTIONS -> new SectionChecks(context, elf).special();
            case CHECK_PATCHING_SECTIONS -> new SectionChecks(context, elf).patching();
            case PREPARE_FUNCTIONS -> prepared = new PrepareFunctions(context, elf).run();
            case PREPARE_HOOKS -> hooks = new PrepareHooks(context, elf).run();
            case PREPARE_NOTES -> notes = new PrepareNotes(context, elf).run();
            case PREPARE_BUG_FRAMES -> bugFrames = new PrepareBugFrames(context, elf).run();
            case PREPARE_ALTERNATIVES -> new PrepareAlternatives(context, elf, layout).run();
            case PREPARE_ALTERNATIVE_CALLS -> new PrepareAlternativeCalls(context, elf, layout).run();
            case PREPARE_EXCEPTION_TABLE -> exceptionTable = new PrepareExceptionTable(context, elf).run();
            case PREPARE_METADATA -> metadata = new PrepareMetadata(context, elf).run();
            case XEN_BUILD_ID_DEP ->
                new XenBuildIdDep(context, elf, notes.xenDepends().orElseThrow()).run();
            case BUILD_SYMBOL_TABLE -> symbols = new BuildSymbolTable(context, elf, prepared.functions()).run();
            case SECURE_PAYLOAD -> new SecurePayload(context, elf, layout).run();
        }
    }

    private LoadedPayload loaded() {
        return new LoadedPayload(
                name,
                layout,
                prepared.functions(),
                hooks,
                notes.buildId(),
                notes.depends(),
                notes.xenDepends(),
                symbols,
                Stream.concat(resolved.imports().stream(), prepared.imports().stream())
                        .toList(),
                metadata,
                region());
    }

    private VirtualRegion region() {
        return new VirtualRegion(
                name,
                layout.textAddr(),
                layout.textSize(),
                layout.roSize() == 0 ? 0 : layout.roAddr(),
                layout.roSize(),
                bugFrames,
                exceptionTable,
                address -> PayloadSymbol.covering(symbols, address));
    }

    /** Returns the checks that were made and passed so far. */
    public Set<Check> passed() {
        return progress.passed();
    }

    /** Returns which section, symbol, relocation or function was being looked at last. */
    public long item() {
        return progress.item();
    }

    /** Returns where each section was loaded, section 0 first; 0 where it was not. Empty before any could be. */
    public List<Long> loadAddresses() {
        return progress.loadAddresses();
    }

    /** Returns what in the payload is to blame if the hypervisor died. */
    public Optional<Suspect> suspect() {
        return progress.suspect()
                .map(suspect -> cause(suspect.check(), suspect.fileOffset())
                        .map(suspect::withCause)
                        .orElse(suspect));
    }

    /** Returns the Xen function that was being modelled last. */
    public String function() {
        return context.profile().function(progress.function());
    }
}
