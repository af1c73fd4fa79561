// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.profile;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The releases that the simulator knows. */
public final class Profiles {
    private static final String PREFIX = "xen-";
    private static final Pattern NAME = Pattern.compile("(?:" + PREFIX + ")?(\\d+\\.\\d+)(?:\\.(\\d{1,4}))?");

    /** The newest point release of Xen 4.17, release build. */
    public static final Profile XEN_4_17 = newest(Releases.series("4.17").orElseThrow());

    /** The xSplice series of 2016 with the stacking rule (version 10 of patch 24/27), debug build. */
    public static final Profile XSPLICE_2016 = xsplice2016();

    private Profiles() {}

    /** Returns one profile for each kind of payload that there has been, the default first. */
    public static List<Profile> dialects() {
        return List.of(XEN_4_17, XSPLICE_2016);
    }

    /** Returns which of {@link #dialects} stands for the releases that take payloads of the form that one takes. */
    public static Profile dialectOf(Profile release) {
        return dialects().stream()
                .filter(dialect -> dialect.functionSection().equals(release.functionSection()))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the newest point release of each series of Xen, the oldest first, and xSplice of 2016. */
    public static List<Profile> all() {
        return Stream.concat(Releases.all().stream().map(Profiles::newest), Stream.of(XSPLICE_2016))
                .toList();
    }

    /** Returns every series of Xen that is known, the oldest first. */
    public static List<Series> series() {
        return Releases.all();
    }

    /** Returns the behaviours that some known releases of Xen have and others have not. */
    public static Set<Feature> differing() {
        return Releases.differing();
    }

    /**
     * Finds a release by its name: {@code xen-4.17} and {@code 4.17} are the newest point release of these, {@code xen-4.17.3}
     * and {@code 4.17.3} a certain one.
     */
    public static Optional<Profile> named(String name) {
        if (name.equals(XSPLICE_2016.name())) {
            return Optional.of(XSPLICE_2016);
        }
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Optional<Series> series = Releases.series(matcher.group(1));
        if (matcher.group(2) == null) {
            return series.map(Profiles::newest);
        }
        int point = Integer.parseInt(matcher.group(2));
        return series.filter(found -> point <= found.last()).map(found -> point(found, point));
    }

    /** Returns the name of a series' newest point release. */
    public static String nameOf(Series series) {
        return PREFIX + series.name();
    }

    private static Profile newest(Series series) {
        return ModernProfile.of(
                PREFIX + series.name(), series.name() + "." + series.last(), series.release(series.last()));
    }

    private static Profile point(Series series, int number) {
        String version = series.name() + "." + number;
        return ModernProfile.of(PREFIX + version, version, series.release(number));
    }

    /**
     * Makes a profile of a build that no release is quite like, for example one with some later changes.
     *
     * @param version for people, for example {@code 4.17.5+72}
     */
    public static Profile ofBuild(String version, Release release) {
        return ModernProfile.of(PREFIX + version, version, release);
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
                0x0d,
                0,
                new AlternativeLayout("apply_alternatives_nocheck", 12, false, 10),
                ModernProfile.CPU,
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
