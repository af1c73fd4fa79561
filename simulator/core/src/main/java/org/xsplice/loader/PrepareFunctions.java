// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.Rung.rung;
import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xsplice.elf.SectionField;
import org.xsplice.errno.Errno;
import org.xsplice.hypervisor.Endbr;
import org.xsplice.mend.Mend;
import org.xsplice.mend.Mends;
import org.xsplice.profile.Feature;
import org.xsplice.profile.FunctionCheck;
import org.xsplice.profile.FunctionLayout;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.RefusedException;

/** The entries of the function section. Models the first part of xen/common/livepatch.c:prepare_payload. */
final class PrepareFunctions {
    /**
     * What comes of it.
     *
     * @param imports what was looked up in other payloads
     */
    record Prepared(List<PatchFunction> functions, List<Import> imports) {}

    private static final Rungs<PrepareFunctions> SECTION =
            Rungs.each(rung(Check.FUNCTIONS_SIZE, PrepareFunctions::size));
    private static final Rungs<PrepareFunctions> FUNCTIONS = Rungs.together(profile ->
            profile.functionChecks().stream().flatMap(PrepareFunctions::rungs).toList());

    static final List<Rungs<?>> RUNGS = List.of(SECTION, FUNCTIONS);

    /** {@code ARCH_PATCH_INSN_SIZE}: a jump with a 32-bit displacement. */
    private static final int PATCH_INSN_SIZE = 5;
    /** {@code ARCH_LIVEPATCH_RANGE}. */
    private static final long RANGE = 2L << 30;

    private final LoadContext context;
    private final LivepatchElf elf;
    private final FunctionLayout layout;
    private final Mends mend;
    private final NameLookup lookup;
    private Section section;
    private PatchFunction function;

    PrepareFunctions(LoadContext context, LivepatchElf elf) {
        this.context = context;
        this.elf = elf;
        layout = context.profile().functionLayout();
        mend = context.mends();
        lookup = new NameLookup(context);
    }

    private static Stream<Rung<PrepareFunctions>> rungs(FunctionCheck check) {
        return switch (check) {
            case VERSION -> Stream.of(rung(Check.FUNCTION_VERSION, PrepareFunctions::version));
            case OLD_SIZE_ZERO -> Stream.of(rung(Check.FUNCTION_FIELDS, PrepareFunctions::oldSize));
            case NEW_ADDR_OR_SIZE_ZERO -> Stream.of(rung(Check.FUNCTION_FIELDS, PrepareFunctions::newFunction));
            case RESOLVE_OLD_ADDRESS -> Stream.of(rung(Check.OLD_ADDRESS, PrepareFunctions::resolveOldAddress));
            case VERIFY_FUNC ->
                Stream.of(
                        rung(Check.NOP_LENGTH, PrepareFunctions::nopLength).with(Feature.NOP_PATCHING),
                        rung(Check.NOP_WITHIN_FUNCTION, PrepareFunctions::nopsWithin)
                                .with(Feature.NOP_PATCHING),
                        rung(Check.JUMP_FITS, PrepareFunctions::jumpFits));
            case VERIFY_DISTANCE -> Stream.of(rung(Check.DISTANCE, PrepareFunctions::verifyDistance));
        };
    }

    Prepared run() {
        context.enter("prepare_payload");
        List<PatchFunction> functions = new ArrayList<>();
        Optional<Section> found = elf.sectionByName(context.profile().functionSection());
        if (found.isPresent()) {
            section = found.get();
            context.checks(SECTION).make(this);
            if (!context.has(Feature.OLD_CODE_SAVED_IN_ENTRY)) {
                context.requireMemory("the functions' state");
            }
            Checks<PrepareFunctions> each = context.checks(FUNCTIONS);
            long count = Long.divideUnsigned(section.size(), layout.size());
            for (long i = 0; i < count; i++) {
                context.at(i);
                function = new PatchFunction(context.hypervisor(), section.loadAddr() + i * layout.size());
                context.suspect(
                        Check.FUNCTION_VERSION,
                        section.at(SectionField.SH_FLAGS),
                        "sh_flags of " + section.name(),
                        () -> mend.functions().notLoaded());
                each.make(this);
                functions.add(function);
            }
        }
        return new Prepared(functions, lookup.imports());
    }

    private RefusedException refuse(Errno errno, int field, Message message, Object... arguments) {
        return context.refuse(errno, fileOffset(field), message, arguments);
    }

    private RefusedException refuse(Errno errno, int field, String why) {
        return context.refuse(errno, fileOffset(field), why);
    }

    /** Returns where a field of the function that is looked at is in the file. */
    private long fileOffset(int field) {
        return entryAt(function) + field;
    }

    private long entryAt(PatchFunction of) {
        return section.offset() + of.entry() - section.loadAddr();
    }

    private Made size() {
        SectionSizes.requireMultiple(
                context, elf, section, layout.size(), () -> mend.functions().size(section.index()));
        return Made.PASSED;
    }

    private Made version() {
        if (function.version() != layout.version()) {
            throw refuse(
                            Errno.EOPNOTSUPP,
                            FunctionLayout.VERSION,
                            Message.WRONG_VERSION,
                            elf.name(),
                            function.version(),
                            layout.version())
                    .mendedBy(mend.functions().version(entryAt(function)));
        }
        return Made.PASSED;
    }

    private Made oldSize() {
        if (function.oldSize() == 0) {
            throw fieldsZero(mend.functions().oldSize(entryAt(function), oldAddress(), 1));
        }
        return Made.PASSED;
    }

    private Made newFunction() {
        if (function.newAddr() == 0 || function.newSize() == 0) {
            throw fieldsZero(mend.functions().newFunction(entryAt(function)));
        }
        return Made.PASSED;
    }

    private RefusedException fieldsZero(Mend by) {
        return refuse(Errno.EINVAL, FunctionLayout.NEW_SIZE, Message.FIELDS_ZERO, elf.name())
                .mendedBy(by);
    }

    /** Models {@code resolve_old_address}. */
    private Made resolveOldAddress() {
        if (function.oldAddr() != 0) {
            return Made.NOTHING;
        }
        PatchFunction nameless = function;
        context.suspect(
                Check.OLD_ADDRESS,
                fileOffset(FunctionLayout.NAME),
                "name of a function",
                () -> mend.functions().nameless(entryAt(nameless)));
        context.enter("symbols_lookup_by_name");
        String name = function.name();
        context.enter("prepare_payload");
        long address = lookup.addressOf(name);
        if (address == 0) {
            throw refuse(Errno.ENOENT, FunctionLayout.OLD_ADDR, Message.OLD_ADDRESS_UNRESOLVED, elf.name(), name)
                    .mendedBy(mend.functions().oldName(entryAt(function), name));
        }
        function.setOldAddr(address);
        context.print(Message.OLD_ADDRESS_RESOLVED, elf.name(), name, address);
        return Made.PASSED;
    }

    private boolean nops() {
        return function.nops() && context.has(Feature.NOP_PATCHING);
    }

    private Made nopLength() {
        if (!function.nops()) {
            return Made.NOTHING;
        }
        suspectOldAddress();
        if (Integer.compareUnsigned(function.newSize(), FunctionLayout.OPAQUE_SIZE) > 0) {
            throw refuse(
                            Errno.EOPNOTSUPP,
                            FunctionLayout.NEW_SIZE,
                            Integer.toUnsignedString(function.newSize())
                                    + " bytes of NOPs are too many: Xen can save at most " + FunctionLayout.OPAQUE_SIZE
                                    + " old bytes")
                    .mendedBy(mend.functions().fewerNops());
        }
        return Made.PASSED;
    }

    private Made nopsWithin() {
        if (!function.nops()) {
            return Made.NOTHING;
        }
        if (Integer.compareUnsigned(function.oldSize(), function.newSize()) < 0) {
            throw refuse(
                            Errno.EINVAL,
                            FunctionLayout.OLD_SIZE,
                            format(
                                    "%s bytes of NOPs do not fit into a function of %s",
                                    Integer.toUnsignedString(function.newSize()),
                                    Integer.toUnsignedString(function.oldSize())))
                    .mendedBy(mend.functions().nopsWithin(entryAt(function), function.oldAddr()));
        }
        return Made.PASSED;
    }

    /** Models what {@code arch_livepatch_verify_func} does where nothing is filled with NOPs. */
    private Made jumpFits() {
        if (nops()) {
            return Made.NOTHING;
        }
        context.enter("arch_livepatch_verify_func");
        suspectOldAddress();
        int needed = PATCH_INSN_SIZE;
        if (context.has(Feature.ENDBR_AWARE) && Endbr.startsAt(context.memory(), function.oldAddr())) {
            needed += Endbr.LENGTH;
        }
        if (Integer.compareUnsigned(function.oldSize(), needed) < 0) {
            throw refuse(
                            Errno.EINVAL,
                            FunctionLayout.OLD_SIZE,
                            format(
                                    "the old function has %s bytes, but the jump needs %d",
                                    Integer.toUnsignedString(function.oldSize()), needed))
                    .mendedBy(mend.functions().oldSize(entryAt(function), function.oldAddr(), needed));
        }
        context.enter("prepare_payload");
        return Made.PASSED;
    }

    private void suspectOldAddress() {
        PatchFunction looked = function;
        context.suspect(
                Check.JUMP_FITS,
                fileOffset(FunctionLayout.OLD_ADDR),
                "old_addr of a function",
                () -> mend.functions().oldAddress(entryAt(looked)));
    }

    /** Models {@code livepatch_verify_distance}. */
    private Made verifyDistance() {
        if (function.nops()) {
            return Made.NOTHING;
        }
        long distance = function.oldAddr() - function.newAddr();
        if (distance < -RANGE || distance >= RANGE) {
            throw refuse(
                            Errno.EOVERFLOW,
                            FunctionLayout.NEW_ADDR,
                            format(
                                    "old_addr %016x and new_addr %016x are more than 2 GiB apart",
                                    function.oldAddr(), function.newAddr()))
                    .mendedBy(mend.functions().distance(entryAt(function)));
        }
        return Made.PASSED;
    }

    /** Returns where the old function is, as far as that is known before it is looked up. */
    private long oldAddress() {
        return function.oldAddr() != 0 || context.memory().permissionAt(function.nameAddr()) == null
                ? function.oldAddr()
                : lookup.addressOf(function.name());
    }
}
