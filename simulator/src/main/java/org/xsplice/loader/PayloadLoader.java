// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xsplice.errno.Errno;
import org.xsplice.hypervisor.BugFrames;
import org.xsplice.hypervisor.ExceptionTable;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.LivepatchLog;
import org.xsplice.hypervisor.Symbol;
import org.xsplice.hypervisor.VirtualRegion;
import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.mend.Mends;
import org.xsplice.profile.Feature;
import org.xsplice.profile.LoadStep;
import org.xsplice.profile.Message;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.RefusedException;
import org.xsplice.refusal.StrictException;

/**
 * Loads one payload into a hypervisor. Models xen/common/livepatch.c:load_payload_data: each step may refuse, and then
 * everything is as it was before.
 */
public final class PayloadLoader {
    /** First block of {@code vmalloc()} on a freshly booted host: where the raw payload lies meanwhile. */
    private static final long RAW_DATA = 0xffff82c000201000L;

    private final LoadContext context;
    private final Hypervisor hypervisor;
    private final Profile profile;
    private final LivepatchElf elf;
    private final PayloadLayout.Builder layout = new PayloadLayout.Builder();

    private List<PatchFunction> functions = List.of();
    private BuildIdNote.Descriptor buildId;
    private BuildIdNote.Descriptor depends;
    private Optional<BuildIdNote.Descriptor> xenDepends = Optional.empty();
    private List<PayloadSymbol> symbols = List.of();
    private Hooks hooks = Hooks.none();
    private BugFrames bugFrames = BugFrames.none();
    private ExceptionTable exceptionTable = ExceptionTable.none();
    private Metadata metadata = Metadata.none();

    /**
     * Prepares to load a file.
     *
     * @param name of the payload
     * @param bytes the file's content; not changed
     * @param loaded the payloads that are there already
     */
    public PayloadLoader(
            Hypervisor hypervisor,
            Profile profile,
            LivepatchLog log,
            LoadedPayloads loaded,
            String name,
            byte[] bytes) {
        this.hypervisor = hypervisor;
        this.profile = profile;
        Mends mends = new Mends(bytes, profile, new LoadedNames(hypervisor, loaded));
        context = new LoadContext(hypervisor, profile, log, loaded, mends);
        elf = new LivepatchElf(name, new RawPayload(bytes, RAW_DATA));
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
            for (LoadStep step : profile.loadSteps()) {
                run(step);
            }
            if (profile.strict()) {
                strictly();
            }
        } catch (RefusedException | StrictException e) {
            if (layout.get().pages() != 0) {
                hypervisor.vmalloc().free(layout.get().textAddr());
            }
            throw e;
        }
        return new LoadedPayload(
                elf.name(),
                layout.get(),
                functions,
                hooks,
                buildId,
                depends,
                xenDepends,
                symbols,
                context.imports(),
                metadata,
                region());
    }

    private void strictly() {
        StrictSections sections = new StrictSections(profile, elf);
        sections.requireOnce();
        sections.requireWithin(Profile.BUILD_ID_SECTION, buildId);
        sections.requireWithin(profile.dependsSection(), depends);
        xenDepends.ifPresent(
                id -> sections.requireWithin(profile.xenDependsSection().orElseThrow(), id));
    }

    private VirtualRegion region() {
        PayloadLayout l = layout.get();
        return new VirtualRegion(
                elf.name(),
                l.textAddr(),
                l.textSize(),
                l.roSize() == 0 ? 0 : l.roAddr(),
                l.roSize(),
                bugFrames,
                exceptionTable,
                this::covering);
    }

    /** Finds the symbol with the highest value not above an address. Models {@code livepatch_symbols_lookup}. */
    private Optional<Symbol> covering(long address) {
        return symbols.stream()
                .filter(s -> Long.compareUnsigned(s.value(), address) <= 0)
                .max(Comparator.comparing(PayloadSymbol::value, Long::compareUnsigned))
                .map(s -> new Symbol(s.name(), s.value(), Integer.toUnsignedLong(s.size())));
    }

    /** Returns the checks that were made and passed so far. */
    public Set<Check> passed() {
        return context.passed();
    }

    /** Returns which section, symbol, relocation or function was being looked at last. */
    public long item() {
        return context.item();
    }

    /** Returns where each section was loaded, section 0 first; 0 where it was not. Empty before any could be. */
    public List<Long> loadAddresses() {
        return elf.loadAddresses();
    }

    /** Returns what in the payload is to blame if the hypervisor died. */
    public Optional<Suspect> suspect() {
        return context.suspect();
    }

    /** Returns the Xen function that was being modelled last. */
    public String function() {
        return context.function();
    }

    private void run(LoadStep step) {
        switch (step) {
            case ELF_LOAD -> new ElfLoad(context, elf).run();
            case MOVE_PAYLOAD -> new MovePayload(context, elf, layout).run();
            case RESOLVE_SYMBOLS -> new ResolveSymbols(context, elf).run();
            case PERFORM_RELOCS -> new PerformRelocs(context, elf).run();
            case CHECK_SPECIAL_SECTIONS -> new SectionChecks(context, elf).special();
            case CHECK_PATCHING_SECTIONS -> new SectionChecks(context, elf).patching();
            case PREPARE_PAYLOAD -> prepare();
            case XEN_BUILD_ID_DEP -> xenBuildIdDep();
            case BUILD_SYMBOL_TABLE -> symbols = new BuildSymbolTable(context, elf, functions).run();
            case SECURE_PAYLOAD -> secure();
        }
    }

    /** Models {@code prepare_payload}. */
    private void prepare() {
        functions = new PrepareFunctions(context, elf).run();
        if (profile.has(Feature.HOOKS)) {
            hooks = new PrepareHooks(context, elf).run();
        }
        PrepareNotes notes = new PrepareNotes(context, elf);
        buildId = notes.buildId();
        depends = notes.depends();
        xenDepends = notes.xenDepends();
        PrepareExtras extras = new PrepareExtras(context, elf, layout.get());
        bugFrames = extras.bugFrames();
        extras.alternatives();
        exceptionTable = extras.exceptionTable();
        metadata = extras.metadata();
    }

    /** Models {@code xen_build_id_dep}. */
    private void xenBuildIdDep() {
        context.enter("xen_build_id_dep");
        if (!xenDepends
                .orElseThrow()
                .equalTo(hypervisor.memory(), hypervisor.image().buildId())) {
            throw context.refuse(
                            Check.XEN_BUILD_ID,
                            Errno.EINVAL,
                            elf.sectionByName(profile.xenDependsSection().orElseThrow())
                                    .orElseThrow()
                                    .offset(),
                            Message.BUILD_ID_CHECK_FAILED,
                            elf.name(),
                            "hypervisor")
                    .mendedBy(context.mends().notes().otherHypervisor(xenDependsIndex()));
        }
        context.pass(Check.XEN_BUILD_ID);
    }

    private int xenDependsIndex() {
        return elf.sectionByName(profile.xenDependsSection().orElseThrow())
                .orElseThrow()
                .index();
    }

    /** Models {@code secure_payload}. */
    private void secure() {
        context.enter("secure_payload");
        PayloadLayout l = layout.get();
        if (l.textSize() == 0 && profile.debugBuild() && context.has(Feature.TEXT_ASSERTED)) {
            context.suspect(
                    Check.NEW_SYMBOL,
                    elf.eShoff(),
                    "the sections' flags",
                    context.mends().sections()::code);
            throw DebugAssertion.failed("text_pages", "xsplice.c:393");
        }
        protect(l.textAddr(), l.textSize(), Permission.RX);
        protect(l.rwAddr(), l.rwSize(), Permission.RW);
        protect(l.roAddr(), l.roSize(), Permission.RO);
    }

    private void protect(long address, long size, Permission permission) {
        if (size != 0) {
            hypervisor.memory().protect(address, size + Memory.PAGE_SIZE - 1 & -Memory.PAGE_SIZE, permission);
        }
    }
}
