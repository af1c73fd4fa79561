// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xsplice.profile.Feature;
import org.xsplice.profile.FunctionCheck;
import org.xsplice.profile.LoadStep;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;

/**
 * The checks that a release makes of an upload, in its order. Some belong together: they are made of one thing, for
 * example a section, before any of them is made of the next.
 */
public final class Ladder {
    /**
     * A check and its place.
     *
     * @param stage number of the group of checks that are made of one thing after the other
     */
    public record Rung(Check check, int stage) {}

    private final Profile profile;
    private final List<Rung> rungs = new ArrayList<>();
    private int stages;

    private Ladder(Profile profile) {
        this.profile = profile;
    }

    /** Returns the ladder of a release. */
    public static Ladder of(Profile profile) {
        Ladder ladder = new Ladder(profile);
        ladder.each(Check.NAME, Check.SIZE, Check.NAME_TAKEN);
        profile.loadSteps().forEach(ladder::add);
        return ladder;
    }

    /** Returns the rungs, the first one first. */
    public List<Rung> rungs() {
        return List.copyOf(rungs);
    }

    /**
     * Compares how far two uploads have come.
     *
     * @param item which one of several things the check was made of
     * @return negative if the first was stopped earlier, positive if later
     */
    public int compare(Check check, long item, Check otherCheck, long otherItem) {
        int first = indexOf(check);
        int second = indexOf(otherCheck);
        int byStage =
                Integer.compare(rungs.get(first).stage(), rungs.get(second).stage());
        int byItem = byStage != 0 ? byStage : Long.compare(item, otherItem);
        return byItem != 0 ? byItem : Integer.compare(first, second);
    }

    /** Returns the number of a check's rung, from 0 on. */
    public int indexOf(Check check) {
        for (int i = 0; i < rungs.size(); i++) {
            if (rungs.get(i).check() == check) {
                return i;
            }
        }
        throw new IllegalArgumentException(profile.name() + " does not make the check " + check);
    }

    /** Adds checks that are made once, one after the other. */
    private void each(Check... checks) {
        Arrays.stream(checks).forEach(this::together);
    }

    /** Adds checks that are made of each thing of a kind. */
    private void together(Check... checks) {
        stages++;
        Arrays.stream(checks).filter(this::made).map(c -> new Rung(c, stages)).forEach(rungs::add);
    }

    private boolean made(Check check) {
        return switch (check) {
            case SECTION_ALIGNMENT, SECTION_ADDRESS -> profile.has(Feature.SECTION_ALIGNMENT_CHECKED);
            case NOBITS_SIZE -> profile.has(Feature.NOBITS_LIMITED);
            case RELOCATION_STN_UNDEF -> profile.has(Feature.STN_UNDEF_REFUSED);
            case RELOCATION_IGNORED -> profile.has(Feature.IGNORED_SYMBOL_REFUSED);
            case NOP_LENGTH, NOP_WITHIN_FUNCTION -> profile.has(Feature.NOP_PATCHING);
            case HOOK_SIZE -> profile.has(Feature.HOOKS);
            case DUPLICATE_BUILD_ID -> profile.has(Feature.DUPLICATE_BUILD_ID_REFUSED);
            case XEN_DEPENDS_NOTE -> profile.xenDependsSection().isPresent();
            case ALTERNATIVES_TEXT, ALTERNATIVES_REPLACEMENT, ALTERNATIVE_ORIG ->
                profile.has(Feature.ALTERNATIVES_BOUNDED);
            case MODINFO -> profile.has(Feature.METADATA);
            default -> true;
        };
    }

    private void add(LoadStep step) {
        switch (step) {
            case ELF_LOAD -> load();
            case MOVE_PAYLOAD -> each(Check.SECTION_FLAGS, Check.PAYLOAD_MEMORY);
            case RESOLVE_SYMBOLS -> together(Check.SYMBOL_COMMON, Check.SYMBOL_KNOWN, Check.SYMBOL_SECTION);
            case PERFORM_RELOCS -> relocations();
            case CHECK_SPECIAL_SECTIONS -> together(Check.SPECIAL_SECTION_PRESENT, Check.SPECIAL_SECTION_FILLED);
            case CHECK_PATCHING_SECTIONS -> each(Check.PATCHING_SECTION_FILLED, Check.SOMETHING_TO_PATCH);
            case PREPARE_PAYLOAD -> prepare();
            case XEN_BUILD_ID_DEP -> each(Check.XEN_BUILD_ID);
            case BUILD_SYMBOL_TABLE -> each(Check.NEW_SYMBOL);
            case SECURE_PAYLOAD -> {}
        }
    }

    private void load() {
        each(
                Check.HEADER_COMPLETE,
                Check.MAGIC,
                Check.HEADER_VALUES,
                Check.MACHINE,
                Check.SHSTRNDX_DEFINED,
                Check.SECTION_COUNT,
                Check.SHSTRNDX_IN_RANGE,
                Check.SHOFF,
                Check.SHENTSIZE,
                Check.SECTION_HEADERS_COMPLETE);
        together(
                Check.SECTION_DATA,
                Check.SECTION_ALIGNMENT,
                Check.SECTION_ADDRESS,
                Check.NOBITS_SIZE,
                Check.ONE_SYMBOL_TABLE,
                Check.SYMTAB_LINK);
        each(
                Check.SYMBOL_TABLE_PRESENT,
                Check.SYMTAB_HEADER,
                Check.STRING_TABLE,
                Check.SECTION_NAME_TABLE,
                Check.SECTION_NAME,
                Check.SYMBOLS_FIT,
                Check.SYMBOL_NAME);
    }

    private void relocations() {
        boolean sizesFirst = profile.has(Feature.RELOCATION_SIZES_CHECKED_FIRST);
        together(
                Check.RELOCATION_LINK,
                sizesFirst ? Check.RELOCATION_HEADER : Check.RELOCATION_REL,
                sizesFirst ? Check.RELOCATION_REL : Check.RELOCATION_HEADER,
                Check.RELOCATION_STN_UNDEF,
                Check.RELOCATION_SYMBOL,
                Check.RELOCATION_IGNORED,
                Check.RELOCATION_TYPE,
                Check.RELOCATION_OFFSET,
                Check.RELOCATION_OVERFLOW);
    }

    private void prepare() {
        each(Check.FUNCTIONS_SIZE);
        List<Check> functions = new ArrayList<>();
        profile.functionChecks().forEach(check -> functions.addAll(checks(check)));
        together(functions.toArray(Check[]::new));
        each(
                Check.HOOK_SIZE,
                Check.BUILD_ID_NOTE,
                Check.DUPLICATE_BUILD_ID,
                Check.DEPENDS_NOTE,
                Check.XEN_DEPENDS_NOTE,
                Check.BUG_FRAMES_SIZE,
                Check.ALTERNATIVES_SIZE,
                Check.ALTERNATIVES_TEXT,
                Check.ALTERNATIVES_REPLACEMENT);
        together(Check.ALTERNATIVE_ORIG, Check.ALTERNATIVE_REPL);
        each(Check.EX_TABLE_SIZE, Check.MODINFO);
    }

    private static List<Check> checks(FunctionCheck check) {
        return switch (check) {
            case VERSION -> List.of(Check.FUNCTION_VERSION);
            case OLD_SIZE_ZERO, NEW_ADDR_OR_SIZE_ZERO -> List.of(Check.FUNCTION_FIELDS);
            case RESOLVE_OLD_ADDRESS -> List.of(Check.OLD_ADDRESS);
            case VERIFY_FUNC -> List.of(Check.NOP_LENGTH, Check.NOP_WITHIN_FUNCTION, Check.JUMP_FITS);
            case VERIFY_DISTANCE -> List.of(Check.DISTANCE);
        };
    }
}
