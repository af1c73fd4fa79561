// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The releases that the simulator knows. */
public final class Profiles {
    /** Long mode, no-execute pages, and nothing that Xen's alternatives ask for beside it: no SMAP, no hardening switched off. */
    private static final CpuModel MODERN_CPU = new CpuModel("generic x86-64", Set.of(61, 84, 93), CpuModel.Nops.P6);

    /** Xen 4.17.5, release build. */
    public static final Profile XEN_4_17 = xen417();

    /** The xSplice series of 2016 with the stacking rule (version 10 of patch 24/27), debug build. */
    public static final Profile XSPLICE_2016 = xsplice2016();

    private Profiles() {}

    /** Returns all of them, the default first. */
    public static List<Profile> all() {
        return List.of(XEN_4_17, XSPLICE_2016);
    }

    /** Finds a release by its name. */
    public static Optional<Profile> named(String name) {
        return all().stream().filter(p -> p.name().equals(name)).findFirst();
    }

    private static Profile xen417() {
        String functions = ".livepatch.funcs";
        String depends = ".livepatch.depends";
        String xenDepends = ".livepatch.xen_depends";
        List<String> patching = new ArrayList<>(List.of(functions));
        for (HookKind kind : HookKind.values()) {
            patching.add(kind.section());
        }
        Set<Message> debug = EnumSet.noneOf(Message.class);
        Arrays.stream(Message.values()).filter(Message::debug).forEach(debug::add);
        return new Profile(
                "xen-4.17",
                "Xen 4.17.5, release build (.livepatch.*, function struct version 2)",
                false,
                false,
                "livepatch: ",
                "livepatch",
                FunctionLayout.VERSION_2,
                functions,
                depends,
                Optional.of(xenDepends),
                List.of(depends, xenDepends, Profile.BUILD_ID_SECTION),
                Collections.unmodifiableList(patching),
                List.of(LoadStep.values()),
                List.of(
                        FunctionCheck.VERSION,
                        FunctionCheck.OLD_SIZE_ZERO,
                        FunctionCheck.RESOLVE_OLD_ADDRESS,
                        FunctionCheck.VERIFY_FUNC,
                        FunctionCheck.VERIFY_DISTANCE),
                BuildIdCheck.XEN_4_17,
                Collections.unmodifiableSet(EnumSet.of(
                        Feature.SECTION_ALIGNMENT_CHECKED,
                        Feature.NOBITS_LIMITED,
                        Feature.OSABI_FREEBSD_ACCEPTED,
                        Feature.STN_UNDEF_REFUSED,
                        Feature.IGNORED_SYMBOL_REFUSED,
                        Feature.RELOCATION_SIZES_CHECKED_FIRST,
                        Feature.NOP_PATCHING,
                        Feature.ENDBR_AWARE,
                        Feature.EXPECTATIONS,
                        Feature.DUPLICATE_BUILD_ID_REFUSED,
                        Feature.NEW_SYMBOLS_CHECKED_AGAINST_CORE,
                        Feature.SECTION_SIZES_WORDED_ALIKE,
                        Feature.ALTERNATIVES_BOUNDED,
                        Feature.SCHEDULED_WORK_GUARDED,
                        Feature.REAPPLY_GUARDED,
                        Feature.NODEPS,
                        Feature.WAIT_QUEUES_CHECKED,
                        Feature.CONSISTENCY_CHECKED,
                        Feature.TASKLETS)),
                new AlternativeLayout("_apply_alternatives", 14, true, 21),
                MODERN_CPU,
                Map.of(),
                Collections.unmodifiableSet(debug));
    }

    private static Profile xsplice2016() {
        String functions = ".xsplice.funcs";
        String depends = ".xsplice.depends";
        return new Profile(
                "xsplice-2016",
                "xSplice series of 2016, version 10 of the stacking patch, debug build (.xsplice.*, version 1)",
                true,
                false,
                "xsplice: ",
                "xsplice",
                FunctionLayout.VERSION_1,
                functions,
                depends,
                Optional.empty(),
                List.of(functions, depends, Profile.BUILD_ID_SECTION),
                List.of(),
                List.of(
                        LoadStep.ELF_LOAD,
                        LoadStep.MOVE_PAYLOAD,
                        LoadStep.RESOLVE_SYMBOLS,
                        LoadStep.PERFORM_RELOCS,
                        LoadStep.CHECK_SPECIAL_SECTIONS,
                        LoadStep.PREPARE_FUNCTIONS,
                        LoadStep.PREPARE_NOTES,
                        LoadStep.PREPARE_BUG_FRAMES,
                        LoadStep.PREPARE_ALTERNATIVES,
                        LoadStep.PREPARE_EXCEPTION_TABLE,
                        LoadStep.BUILD_SYMBOL_TABLE,
                        LoadStep.SECURE_PAYLOAD),
                List.of(
                        FunctionCheck.VERSION,
                        FunctionCheck.NEW_ADDR_OR_SIZE_ZERO,
                        FunctionCheck.VERIFY_FUNC,
                        FunctionCheck.RESOLVE_OLD_ADDRESS),
                BuildIdCheck.SEED_V10,
                Collections.unmodifiableSet(EnumSet.of(
                        Feature.SYMBOL_INDEX_OFF_BY_ONE,
                        Feature.TEXT_ASSERTED,
                        Feature.EMPTY_EX_TABLE_REFUSED,
                        Feature.WRITE_PROTECT_CLEARED,
                        Feature.OLD_CODE_SAVED_IN_ENTRY,
                        Feature.NMI_LEFT_MASKED_ON_TIMEOUT,
                        Feature.DUMP_STOPS_AFTER_64_FUNCTIONS)),
                new AlternativeLayout("apply_alternatives_nocheck", 12, false, 10),
                MODERN_CPU,
                Collections.unmodifiableMap(texts2016()),
                Collections.unmodifiableSet(EnumSet.complementOf(printedByReleaseBuilds2016())));
    }

    /** The lines that the 2016 code prints with {@code printk}; all others come from {@code dprintk}. */
    private static EnumSet<Message> printedByReleaseBuilds2016() {
        EnumSet<Message> printed = EnumSet.range(Message.DUMPING, Message.DEPEND_ON_XEN);
        printed.addAll(EnumSet.of(
                Message.CPU_MAPS_BUSY,
                Message.CPU_MAPS_BUSY_ON_CPU,
                Message.TIMED_OUT,
                Message.APPLYING,
                Message.REVERTING,
                Message.FINISHED));
        return printed;
    }

    private static Map<Message, String> texts2016() {
        Map<Message, String> texts = new EnumMap<>(Message.class);
        for (Message same : EnumSet.of(
                Message.HEADER_BIGGER_THAN_PAYLOAD,
                Message.NOT_AN_ELF,
                Message.INVALID_ELF,
                Message.UNSUPPORTED_MACHINE,
                Message.TOO_MANY_SECTIONS,
                Message.SHSTRNDX_PAST_END,
                Message.BOGUS_SHOFF,
                Message.SECTION_HEADERS_CORRUPTED,
                Message.SECTION_OUTSIDE,
                Message.MULTIPLE_SYMBOL_TABLES,
                Message.NO_SYMBOL_TABLE,
                Message.SYMTAB_CORRUPTED,
                Message.SECTION_NAME_OUTSIDE,
                Message.SYMBOL_NAME_OUTSIDE,
                Message.RELOCATION_HEADER_CORRUPTED,
                Message.RELOCATION_SYMBOL_PAST_END,
                Message.RELOCATION_OVERFLOW,
                Message.RELOCATION_OFFSET_PAST_END,
                Message.NO_MEMORY_FOR_PAYLOAD,
                Message.SECTION_MISSING,
                Message.SECTION_EMPTY,
                Message.WRONG_VERSION,
                Message.FIELDS_ZERO,
                Message.BUILD_ID_CHECK_FAILED,
                Message.CANNOT_UNLOAD)) {
            texts.put(same, same.text() + "!");
        }
        texts.put(Message.SHSTRNDX_UNDEFINED, "%s: Section name idx is undefined!?");
        texts.put(Message.SHENTSIZE_WRONG, "%s: Section header size is %u! Expected %zu!?");
        texts.put(Message.SECTION_SIZE_WRONG, "%s: Wrong size of .xsplice.funcs!");
        texts.put(Message.TIMEOUT_IS, "%s: timeout is %ums");
        texts.put(Message.DUMPING, "'%c' pressed - Dumping all xsplice patches");
        return texts;
    }
}
