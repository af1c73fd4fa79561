// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.recognition;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.xsplice.elf.ElfBytes;
import org.xsplice.profile.Feature;
import org.xsplice.recognition.ImageCode.Code;
import org.xsplice.recognition.Sighting.Means;

/** What an image shows of its behaviours: of each, whether it has it, by a symbol, a text or the code of a function. */
final class Signs {
    private static final String LIVEPATCH_OP = "livepatch_op";
    private static final String APPLY_ALTERNATIVES = "_apply_alternatives";
    private static final String PAGE_PERMISSIONS = "modify_xen_mappings_lite";
    private static final String RELAX = "relax_virtual_region_perms";
    private static final String RETURN_THUNK = "__x86_return_thunk";
    /** Those that take a payload off or put it on, in the builds there have been: what the compiler has not inlined. */
    private static final List<String> ACTIONS = List.of(
            "check_for_livepatch_work",
            "do_livepatch_work",
            "livepatch_do_action",
            "apply_payload_tail",
            "apply_payload");

    /** ENDBR64, and its complement, from which compiled code makes it lest it be an ENDBR64 itself. */
    private static final List<Integer> ENDBR64 = List.of(0xfa1e0ff3, ~0xfa1e0ff3);

    /** What is left of a feature's number without its top bit. */
    private static final int FEATURE_MASK = 0x7fff;

    private static final int WORD = Integer.SIZE;
    private static final int WORDS_MIN = 8;
    private static final int WORDS_MAX = 64;
    /** {@code struct payload}: the smallest that there has been, what it has grown by, and how large it may be. */
    private static final int PAYLOAD_MIN = 528;

    private static final int PAYLOAD_MAX = 600;
    private static final int RODATA_ENDS = 16;
    private static final int XEN_DEPENDS = 16;
    private static final int MOV_EDI = 0xbf;

    private final ImageCode image;
    private final Map<Feature, Sighting> seen = new EnumMap<>(Feature.class);

    Signs(ImageCode image) {
        this.image = image;
        if (image.has(LIVEPATCH_OP)) {
            look();
        }
    }

    /** Returns whether the image shows anything: only one with code for live patching does. */
    boolean any() {
        return !seen.isEmpty();
    }

    private void look() {
        patching();
        upload();
        alternatives();
        companions();
    }

    /** Returns what the image shows of a behaviour; nothing where it shows nothing. */
    Optional<Sighting> of(Feature feature) {
        return Optional.ofNullable(seen.get(feature));
    }

    private boolean has(Feature feature) {
        return of(feature).map(Sighting::present).orElse(false);
    }

    private void see(Feature feature, boolean present, Means means, String what) {
        seen.put(feature, new Sighting(feature, present, means, what));
    }

    private void text(Feature feature, String text) {
        see(feature, image.contains(text), Means.TEXT, "\"" + text + "\"");
    }

    private void patching() {
        boolean pages = image.has(PAGE_PERMISSIONS) && image.has(RELAX);
        see(Feature.WRITE_PROTECT_CLEARED, !pages, Means.SYMBOL, PAGE_PERMISSIONS);
        if (pages) {
            int calls = image.calls(RELAX, PAGE_PERMISSIONS);
            see(Feature.RODATA_RELAXED, calls > 1, Means.CODE, RELAX + " changes " + calls + " ranges of a region");
        } else {
            see(Feature.RODATA_RELAXED, false, Means.SYMBOL, RELAX);
        }
        List<String> atApply = image.callersOf("register_virtual_region", ACTIONS);
        List<String> atLoad = image.callersOf("register_virtual_region", List.of(LIVEPATCH_OP));
        if (atLoad.size() + atApply.size() == 1) {
            String caller = atLoad.isEmpty() ? atApply.get(0) : LIVEPATCH_OP;
            see(Feature.REGISTERED_AT_LOAD, atApply.isEmpty(), Means.CODE, caller + " registers regions");
        }
        text(Feature.COMMON_FUNCTIONS_PATCH, "common_livepatch_apply");
        List<Code> verify = image.function("arch_livepatch_verify_func");
        if (!verify.isEmpty()) {
            boolean endbr = ENDBR64.stream().anyMatch(value -> holds(verify, value));
            see(Feature.ENDBR_AWARE, endbr, Means.CODE, "arch_livepatch_verify_func looks for ENDBR64");
        }
    }

    private void upload() {
        text(Feature.XEN_BUILD_ID_FIRST, "build-id mismatch:");
        text(Feature.NOTE_ERRORS_KEPT, "failed to parse section");
        text(Feature.IGNORED_SYMBOL_REFUSED, "Relocation against ignored symbol");
        payloadSize().ifPresent(size -> {
            int without = PAYLOAD_MIN
                    + (has(Feature.RODATA_RELAXED) ? RODATA_ENDS : 0)
                    - (has(Feature.XEN_BUILD_ID_FIRST) ? XEN_DEPENDS : 0);
            if (size == without || size == without + Long.BYTES) {
                see(
                        Feature.OLD_CODE_SAVED_IN_ENTRY,
                        size == without,
                        Means.CODE,
                        LIVEPATCH_OP + " asks for " + size + " bytes for a payload");
            }
        });
        sysctlVersion()
                .ifPresent(version -> see(
                        Feature.LIST_SIZES_GIVEN,
                        version >= 0x16,
                        Means.CODE,
                        "do_sysctl wants interface version 0x" + Integer.toHexString(version)));
    }

    private void alternatives() {
        text(Feature.ALTERNATIVES_BOUNDED, "Alternative orig ");
        text(Feature.ALTERNATIVE_ERRORS, "larger than origin");
        text(Feature.ALTERNATIVE_CALLS_APART, ".alt_call_sites");
        List<Code> apply = image.function(APPLY_ALTERNATIVES);
        if (!apply.isEmpty()) {
            see(
                    Feature.INVERTED_FEATURES,
                    holds(apply, FEATURE_MASK),
                    Means.CODE,
                    APPLY_ALTERNATIVES + " takes the top bit of a feature away");
            see(
                    Feature.RETURN_IN_REPLACEMENT_MENDED,
                    image.address(RETURN_THUNK)
                            .filter(thunk -> looksFor(apply, thunk))
                            .isPresent(),
                    Means.CODE,
                    APPLY_ALTERNATIVES + " looks for jumps to " + RETURN_THUNK);
        }
    }

    /** What no image shows, and every release has together with something that it shows. */
    private void companions() {
        with(Feature.XEN_BUILD_ID_FIRST, Feature.UNLOADED_SECTIONS_IN_UPLOAD);
        with(Feature.IGNORED_SYMBOL_REFUSED, Feature.EMPTY_DATA_IGNORED);
        with(Feature.ENDBR_AWARE, Feature.OLD_ADDRESS_RESOLVED_FIRST);
    }

    private void with(Feature shown, Feature companion) {
        of(shown)
                .ifPresent(sighting ->
                        see(companion, sighting.present(), Means.COMPANION, "comes with " + sighting.name()));
    }

    /** Returns the size of {@code struct payload}, which an upload asks memory for. */
    private OptionalInt payloadSize() {
        return image.function(LIVEPATCH_OP).stream()
                .flatMapToInt(code -> IntStream.range(0, code.length() - Integer.BYTES)
                        .filter(at -> code.bytes().u8(at) == MOV_EDI)
                        .map(at -> code.bytes().u32(at + 1)))
                .filter(size -> size >= PAYLOAD_MIN - XEN_DEPENDS && size <= PAYLOAD_MAX && size % Long.BYTES == 0)
                .findFirst();
    }

    /** Returns the version of the sysctl interface: the first number that {@code do_sysctl} compares something in memory with. */
    OptionalInt sysctlVersion() {
        for (Code code : image.function("do_sysctl")) {
            for (int at = 0; at + 8 <= code.length(); at++) {
                OptionalInt compared = comparedOnStack(code.bytes(), at);
                if (compared.isPresent() && compared.getAsInt() >= 0x10 && compared.getAsInt() < 0x40) {
                    return compared;
                }
            }
        }
        return OptionalInt.empty();
    }

    /** Reads {@code cmp dword ptr [rsp + displacement], imm8}. */
    private static OptionalInt comparedOnStack(ElfBytes bytes, int at) {
        if (bytes.u8(at) != 0x83 || bytes.u8(at + 2) != 0x24) {
            return OptionalInt.empty();
        }
        return switch (bytes.u8(at + 1)) {
            case 0x3c -> OptionalInt.of(bytes.u8(at + 3));
            case 0x7c -> OptionalInt.of(bytes.u8(at + 4));
            case 0xbc -> OptionalInt.of(bytes.u8(at + 7));
            default -> OptionalInt.empty();
        };
    }

    /** Returns {@code NCAPINTS}: a feature's number is compared with the last one of the last word. */
    OptionalInt capabilityWords() {
        for (Code code : image.function(APPLY_ALTERNATIVES)) {
            for (int at = 0; at + 6 <= code.length(); at++) {
                int last = comparedRegister(code.bytes(), at);
                int words = (last + 1) / WORD;
                if ((last + 1) % WORD == 0 && words >= WORDS_MIN && words <= WORDS_MAX && words * WORD != 256) {
                    return OptionalInt.of(words);
                }
            }
        }
        return OptionalInt.empty();
    }

    /** Reads {@code cmp register, immediate} of 16 or 32 bits; 0 where there is no such instruction. */
    private static int comparedRegister(ElfBytes bytes, int at) {
        boolean wide = bytes.u8(at) != 0x66;
        int opcode = wide ? at : at + 1;
        if (bytes.u8(opcode) == 0x3d) {
            return wide ? bytes.u32(opcode + 1) : bytes.u16(opcode + 1);
        }
        if (bytes.u8(opcode) == 0x81 && (bytes.u8(opcode + 1) & 0xf8) == 0xf8) {
            return wide ? bytes.u32(opcode + 2) : bytes.u16(opcode + 2);
        }
        return 0;
    }

    private static boolean holds(List<Code> parts, int value) {
        return parts.stream()
                .anyMatch(code -> IntStream.rangeClosed(0, code.length() - Integer.BYTES)
                        .anyMatch(at -> code.bytes().u32(at) == value));
    }

    /** Returns whether code has an address as a number, other than as the target of a branch. */
    private static boolean looksFor(List<Code> parts, long address) {
        return parts.stream()
                .anyMatch(code -> IntStream.rangeClosed(2, code.length() - Integer.BYTES)
                        .filter(at -> !branches(code.bytes(), at))
                        .anyMatch(
                                at -> code.target(at) == address || code.bytes().u32(at) == (int) address));
    }

    private static boolean branches(ElfBytes bytes, int displacement) {
        int opcode = bytes.u8(displacement - 1);
        boolean conditional = bytes.u8(displacement - 2) == 0x0f && (opcode & 0xf0) == 0x80;
        return opcode == 0xe8 || opcode == 0xe9 || conditional;
    }
}
