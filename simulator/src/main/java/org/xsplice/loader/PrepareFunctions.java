// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.xsplice.errno.Errno;
import org.xsplice.hypervisor.Endbr;
import org.xsplice.mend.FunctionMends;
import org.xsplice.mend.Mend;
import org.xsplice.profile.Feature;
import org.xsplice.profile.FunctionCheck;
import org.xsplice.profile.FunctionLayout;
import org.xsplice.profile.Message;
import org.xsplice.refusal.Check;

/** The entries of the function section. Models the first part of xen/common/livepatch.c:prepare_payload. */
final class PrepareFunctions {
    /** {@code ARCH_PATCH_INSN_SIZE}: a jump with a 32-bit displacement. */
    private static final int PATCH_INSN_SIZE = 5;
    /** {@code ARCH_LIVEPATCH_RANGE}. */
    private static final long RANGE = 2L << 30;

    private final LoadContext context;
    private final LivepatchElf elf;
    private final FunctionLayout layout;

    PrepareFunctions(LoadContext context, LivepatchElf elf) {
        this.context = context;
        this.elf = elf;
        this.layout = context.profile().functionLayout();
    }

    List<PatchFunction> run() {
        context.enter("prepare_payload");
        List<PatchFunction> functions = new ArrayList<>();
        Optional<Section> found = elf.sectionByName(context.profile().functionSection());
        if (found.isPresent()) {
            Section section = found.get();
            requireMultiple(context, elf, section, layout.size(), Check.FUNCTIONS_SIZE);
            context.requireMemory("the functions' state");
            long count = Long.divideUnsigned(section.size(), layout.size());
            for (long i = 0; i < count; i++) {
                context.at(i);
                PatchFunction function =
                        new PatchFunction(context.hypervisor(), section.loadAddr() + i * layout.size());
                context.suspect(
                        Check.FUNCTION_VERSION,
                        section.at(8),
                        "sh_flags of " + section.name(),
                        context.mends().functions()::notLoaded);
                for (FunctionCheck check : context.profile().functionChecks()) {
                    check(check, function);
                }
                functions.add(function);
            }
        }
        return functions;
    }

    /** Models {@code section_ok}. */
    static void requireMultiple(LoadContext context, LivepatchElf elf, Section section, int entry, Check check) {
        if (Long.remainderUnsigned(section.size(), entry) != 0) {
            throw context.refuse(
                            check,
                            Errno.EINVAL,
                            section.at(32),
                            Message.SECTION_SIZE_WRONG,
                            elf.name(),
                            section.size(),
                            section.name(),
                            entry)
                    .mendedBy(
                            check == Check.FUNCTIONS_SIZE
                                    ? context.mends().functions().size(section.index())
                                    : context.mends().extras().size(section.index(), entry));
        }
        context.pass(check);
    }

    private void check(FunctionCheck check, PatchFunction function) {
        switch (check) {
            case VERSION -> version(function);
            case OLD_SIZE_ZERO ->
                requireFields(
                        function.oldSize() != 0,
                        function,
                        () -> mend().oldSize(fileOffset(function, 0), oldAddress(function), 1));
            case NEW_ADDR_OR_SIZE_ZERO ->
                requireFields(
                        function.newAddr() != 0 && function.newSize() != 0,
                        function,
                        () -> mend().newFunction(fileOffset(function, 0)));
            case RESOLVE_OLD_ADDRESS -> resolveOldAddress(function);
            case VERIFY_FUNC -> verifyFunc(function);
            case VERIFY_DISTANCE -> verifyDistance(function);
        }
    }

    private void version(PatchFunction function) {
        if (function.version() != layout.version()) {
            throw context.refuse(
                            Check.FUNCTION_VERSION,
                            Errno.EOPNOTSUPP,
                            fileOffset(function, FunctionLayout.VERSION),
                            Message.WRONG_VERSION,
                            elf.name(),
                            function.version(),
                            layout.version())
                    .mendedBy(mend().version(fileOffset(function, 0)));
        }
        context.pass(Check.FUNCTION_VERSION);
    }

    private void requireFields(boolean good, PatchFunction function, Supplier<Mend> mend) {
        if (!good) {
            throw context.refuse(
                            Check.FUNCTION_FIELDS,
                            Errno.EINVAL,
                            fileOffset(function, FunctionLayout.NEW_SIZE),
                            Message.FIELDS_ZERO,
                            elf.name())
                    .mendedBy(mend.get());
        }
        context.pass(Check.FUNCTION_FIELDS);
    }

    /** Models {@code resolve_old_address}. */
    private void resolveOldAddress(PatchFunction function) {
        if (function.oldAddr() != 0) {
            return;
        }
        context.suspect(
                Check.OLD_ADDRESS,
                fileOffset(function, FunctionLayout.NAME),
                "name of a function",
                () -> mend().nameless(fileOffset(function, 0)));
        String name = function.name();
        long address = ResolveSymbols.lookUp(context, name);
        if (address == 0) {
            throw context.refuse(
                            Check.OLD_ADDRESS,
                            Errno.ENOENT,
                            fileOffset(function, FunctionLayout.OLD_ADDR),
                            Message.OLD_ADDRESS_UNRESOLVED,
                            elf.name(),
                            name)
                    .mendedBy(mend().oldName(fileOffset(function, 0), name));
        }
        function.setOldAddr(address);
        context.print(Message.OLD_ADDRESS_RESOLVED, elf.name(), name, address);
        context.pass(Check.OLD_ADDRESS);
    }

    /** Models {@code arch_livepatch_verify_func}. */
    private void verifyFunc(PatchFunction function) {
        context.enter("arch_livepatch_verify_func");
        context.suspect(
                Check.JUMP_FITS,
                fileOffset(function, FunctionLayout.OLD_ADDR),
                "old_addr of a function",
                () -> mend().oldAddress(fileOffset(function, 0)));
        if (function.nops() && context.has(Feature.NOP_PATCHING)) {
            verifyNops(function);
        } else {
            int needed = PATCH_INSN_SIZE;
            if (context.has(Feature.ENDBR_AWARE) && Endbr.startsAt(context.memory(), function.oldAddr())) {
                needed += Endbr.LENGTH;
            }
            if (Integer.compareUnsigned(function.oldSize(), needed) < 0) {
                throw context.refuse(
                                Check.JUMP_FITS,
                                Errno.EINVAL,
                                fileOffset(function, FunctionLayout.OLD_SIZE),
                                "the old function has %s bytes, the jump needs %d"
                                        .formatted(Integer.toUnsignedString(function.oldSize()), needed))
                        .mendedBy(mend().oldSize(fileOffset(function, 0), function.oldAddr(), needed));
            }
            context.pass(Check.JUMP_FITS);
        }
        context.enter("prepare_payload");
    }

    private void verifyNops(PatchFunction function) {
        if (Integer.compareUnsigned(function.newSize(), FunctionLayout.OPAQUE_SIZE) > 0) {
            throw context.refuse(
                            Check.NOP_LENGTH,
                            Errno.EOPNOTSUPP,
                            fileOffset(function, FunctionLayout.NEW_SIZE),
                            Integer.toUnsignedString(function.newSize()) + " bytes of NOPs; at most "
                                    + FunctionLayout.OPAQUE_SIZE + " can be saved")
                    .mendedBy(mend().fewerNops(fileOffset(function, 0)));
        }
        context.pass(Check.NOP_LENGTH);
        if (Integer.compareUnsigned(function.oldSize(), function.newSize()) < 0) {
            throw context.refuse(
                            Check.NOP_WITHIN_FUNCTION,
                            Errno.EINVAL,
                            fileOffset(function, FunctionLayout.OLD_SIZE),
                            "%s bytes of NOPs in a function of %s"
                                    .formatted(
                                            Integer.toUnsignedString(function.newSize()),
                                            Integer.toUnsignedString(function.oldSize())))
                    .mendedBy(mend().nopsWithin(fileOffset(function, 0), function.oldAddr()));
        }
        context.pass(Check.NOP_WITHIN_FUNCTION);
    }

    /** Models {@code livepatch_verify_distance}. */
    private void verifyDistance(PatchFunction function) {
        if (function.nops()) {
            return;
        }
        long distance = function.oldAddr() - function.newAddr();
        if (distance < -RANGE || distance >= RANGE) {
            throw context.refuse(
                            Check.DISTANCE,
                            Errno.EOVERFLOW,
                            fileOffset(function, FunctionLayout.NEW_ADDR),
                            "old_addr %016x and new_addr %016x are more than 2 GiB apart"
                                    .formatted(function.oldAddr(), function.newAddr()))
                    .mendedBy(mend().distance(fileOffset(function, 0)));
        }
        context.pass(Check.DISTANCE);
    }

    private FunctionMends mend() {
        return context.mends().functions();
    }

    /** Returns where the old function is, as far as that is known before it is looked up. */
    private long oldAddress(PatchFunction function) {
        return function.oldAddr() != 0 || context.memory().permissionAt(function.nameAddr()) == null
                ? function.oldAddr()
                : ResolveSymbols.lookUp(context, function.name());
    }

    private long fileOffset(PatchFunction function, int field) {
        Section section = elf.sectionByName(context.profile().functionSection()).orElseThrow();
        return section.offset() + function.entry() - section.loadAddr() + field;
    }
}
