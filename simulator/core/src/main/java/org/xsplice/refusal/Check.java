// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.refusal;

/**
 * The checks that the hypervisor makes of a payload and of actions with it. A check is a name: users read
 * it in transcripts and reports, scenarios expect it, events carry it.
 *
 * <p>Each has the Xen function that makes it, under its name of 4.17, and what helps against it in general. What helps in
 * a given case is found by {@code org.xsplice.mend} and goes into the {@link Refusal}.
 *
 * <p>The checks of an upload are made by the steps in {@code org.xsplice.loader}: which of them a release makes, and in
 * which order, is told by {@code loader.Ladder}, not by the order here, which is only that of lists for people. Those of
 * actions are made by {@code org.xsplice.payload}. {@link #MEMORY} and {@link #REQUEST} may fail anywhere.
 */
public enum Check {
    // upload
    NAME("get_name", "use a name of 1 to 127 characters"),
    SIZE("verify_payload", "give a file of 1 byte to 2 MiB"),
    NAME_TAKEN("livepatch_upload", "unload the payload of that name, or choose another name"),

    // livepatch_header_check
    HEADER_COMPLETE("livepatch_header_check", "give a whole ELF file; this one was cut short"),
    MAGIC("livepatch_header_check", "give an ELF file"),
    HEADER_VALUES("livepatch_header_check", "link with `ld -r`: an ELF relocatable file without program headers"),
    MACHINE("arch_livepatch_verify_elf", "build the payload for x86-64"),
    SHSTRNDX_DEFINED("livepatch_header_check", "keep the section name table when stripping"),
    SECTION_COUNT("livepatch_header_check", "merge sections; at most 1023 are allowed"),
    SHSTRNDX_IN_RANGE("livepatch_header_check", "set e_shstrndx to the section name table"),
    SHOFF("livepatch_header_check", "give the whole file; its section headers are missing"),
    SHENTSIZE("livepatch_header_check", "set e_shentsize to 64"),
    SECTION_HEADERS_COMPLETE("livepatch_header_check", "give the whole file; section headers are missing"),

    // elf_resolve_sections
    SECTION_DATA("elf_resolve_sections", "give the whole file; the section's content is missing"),
    SECTION_ALIGNMENT("elf_resolve_sections", "set sh_addralign to a power of two"),
    SECTION_ADDRESS("elf_resolve_sections", "set sh_addr to 0, as in every relocatable file"),
    NOBITS_SIZE("elf_resolve_sections", "keep .bss sections below 2 MiB"),
    ONE_SYMBOL_TABLE("elf_resolve_sections", "link the objects into one file with one symbol table"),
    SYMTAB_LINK("elf_resolve_sections", "set the symbol table's sh_link to its string table"),
    SYMBOL_TABLE_PRESENT("elf_resolve_sections", "do not strip the payload"),
    SYMTAB_HEADER("elf_resolve_sections", "set the symbol table's sh_entsize to 24 and its size to a multiple"),
    STRING_TABLE("elf_verify_strtab", "the symbol string table must begin and end with a NUL byte"),

    // elf_resolve_section_names, elf_get_sym
    SECTION_NAME_TABLE("elf_verify_strtab", "the section name table must begin and end with a NUL byte"),
    SECTION_NAME("elf_resolve_section_names", "set sh_name to an offset within the section name table"),
    SYMBOLS_FIT("elf_get_sym", "the symbol table claims more symbols than memory holds"),
    SYMBOL_NAME("elf_get_sym", "set st_name to an offset within the string table"),

    // check_xen_buildid
    XEN_DEPENDS_PRESENT("check_xen_buildid", "link the note object in"),

    // move_payload
    SECTION_FLAGS("move_payload", "split the section: none may be both writable and executable"),
    PAYLOAD_MEMORY("move_payload", "make the payload's sections or their alignment smaller"),

    // livepatch_elf_resolve_symbols
    SYMBOL_COMMON("livepatch_elf_resolve_symbols", "compile with -fno-common"),
    SYMBOL_KNOWN(
            "livepatch_elf_resolve_symbols",
            "build against this hypervisor, or load the payload that provides the symbol first"),
    SYMBOL_SECTION("livepatch_elf_resolve_symbols", "set st_shndx to a section of the file"),

    // livepatch_elf_perform_relocs, arch_livepatch_perform_rela
    RELOCATION_LINK("livepatch_elf_perform_relocs", "set the relocation section's sh_link to the symbol table"),
    RELOCATION_HEADER("livepatch_elf_perform_relocs", "set sh_entsize to 24 and the size to a multiple of it"),
    RELOCATION_REL("arch_livepatch_perform_rel", "x86-64 has relocations with addend: use SHT_RELA"),
    RELOCATION_STN_UNDEF("arch_livepatch_perform_rela", "let the relocation refer to a symbol"),
    RELOCATION_SYMBOL("arch_livepatch_perform_rela", "let the relocation refer to a symbol of the table"),
    RELOCATION_IGNORED("arch_livepatch_perform_rela", "let the relocation refer to a symbol of a loaded section"),
    RELOCATION_OFFSET("arch_livepatch_perform_rela", "set r_offset to a place within the section"),
    RELOCATION_OVERFLOW("arch_livepatch_perform_rela", "the target is more than 2 GiB away: use R_X86_64_64"),
    RELOCATION_TYPE(
            "arch_livepatch_perform_rela",
            "compile with hidden visibility and -fPIC; only 64, PC32 and PLT32 are known"),

    // check_special_sections, check_patching_sections
    SPECIAL_SECTION_PRESENT("check_special_sections", "link the note object in"),
    SPECIAL_SECTION_FILLED("check_special_sections", "link the note object in; the section is empty"),
    PATCHING_SECTION_FILLED("check_patching_sections", "drop the section or put something into it"),
    SOMETHING_TO_PATCH("check_patching_sections", "give the payload a function section or a hook section"),

    // prepare_payload
    FUNCTIONS_SIZE("prepare_payload", "use the function struct of this release"),
    FUNCTION_VERSION("prepare_payload", "use the function struct of this release and set its version"),
    FUNCTION_FIELDS("prepare_payload", "fill in the sizes from the symbol tables"),
    OLD_ADDRESS("resolve_old_address", "name a function that this hypervisor has, or set old_addr"),
    NOP_LENGTH("arch_livepatch_verify_func", "NOPs of at most 31 bytes can be undone"),
    NOP_WITHIN_FUNCTION("arch_livepatch_verify_func", "use at most as many NOPs as the old function has bytes"),
    JUMP_FITS("arch_livepatch_verify_func", "the old function is shorter than the jump; patch its callers instead"),
    DISTANCE("livepatch_verify_distance", "old_addr and new_addr must lie within 2 GiB"),
    HOOK_SIZE("prepare_payload", "a hook section holds 8-byte pointers; pre, action and post hooks exactly one"),
    BUILD_ID_NOTE("prepare_payload", "link with --build-id=sha1"),
    DUPLICATE_BUILD_ID("prepare_payload", "the same payload is loaded already; unload it or build another"),
    DEPENDS_NOTE("prepare_payload", "make the note from the build-id of what the payload goes on top of"),
    XEN_DEPENDS_NOTE("prepare_payload", "make the note from the hypervisor's build-id"),
    BUG_FRAMES_SIZE("prepare_payload", "the section must hold whole bug frames"),
    ALTERNATIVES_SIZE("prepare_payload", "the section must hold whole alternatives"),
    ALTERNATIVE_REPLACEMENT_FITS("_apply_alternatives", "a replacement must not be longer than what it replaces"),
    ALTERNATIVE_ORIGIN_FITS("_apply_alternatives", "at most 254 bytes can be replaced"),
    ALTERNATIVE_FEATURE("_apply_alternatives", "use the feature numbers of this release"),
    ALTERNATIVE_CALLS_SIZE("prepare_payload", "the section must hold whole alternative calls"),
    ALTERNATIVE_CALLS_TEXT("prepare_payload", "alternative calls need text to alter"),
    ALTERNATIVE_CALL_PLACE("prepare_payload", "an alternative call must lie within the payload's text"),
    ALTERNATIVE_CALL_FORM("apply_alt_calls", "an alternative call must be a call through a pointer"),
    ALTERNATIVES_TEXT("prepare_payload", "alternatives need text to alter"),
    ALTERNATIVES_REPLACEMENT("prepare_payload", "keep .altinstr_replacement"),
    ALTERNATIVE_ORIG("prepare_payload", "an alternative must lie within the payload's text"),
    ALTERNATIVE_REPL("prepare_payload", "a replacement must lie within .altinstr_replacement"),
    EX_TABLE_SIZE("prepare_payload", "the section must hold whole exception table entries"),
    MODINFO("prepare_payload", "end .modinfo with a NUL byte"),

    XEN_BUILD_ID("xen_build_id_dep", "rebuild the payload for this hypervisor"),
    NEW_SYMBOL("build_symbol_table", "rename the symbol; the hypervisor or a loaded payload has it already"),

    // actions
    PAYLOAD_KNOWN("find_payload", "upload it first, or check the spelling"),
    WORK_SCHEDULED("is_work_scheduled", "wait for the pending action"),
    STATE("livepatch_action", "revert it first"),
    COMMAND("livepatch_action", "use UNLOAD, REVERT, APPLY or REPLACE"),
    TOP_OF_STACK("livepatch_action", "first revert what was applied after it"),
    REAPPLY("livepatch_action", "unload and upload it again: its data may have changed"),
    BUILD_ID_DEP("build_id_dep", "first apply what it depends on; the order of the stack is fixed"),
    EXPECTATION("livepatch_verify_expectation_fn", "the old function does not look as expected: another build?"),
    VETOING_HOOKS("livepatch_action", "revert one by one instead of REPLACE"),
    HOOK_VETO("livepatch_action", "the payload's own hook said no"),
    SCHEDULE("schedule_work", "wait for the pending action"),
    LIST_SIZE("livepatch_list", "ask for at most 1024 entries at a time"),
    LIST_INDEX("livepatch_list", "begin at an index below the number of payloads"),

    // what no payload and no client can cause
    MEMORY("livepatch_upload", "free some of the host's memory"),
    REQUEST("livepatch_op", "fill the struct in as xen/include/public/sysctl.h says");

    private final String function;
    private final String mend;

    Check(String function, String mend) {
        this.function = function;
        this.mend = mend;
    }

    /** Returns the Xen function that makes the check, under its name of 4.17. */
    public String function() {
        return function;
    }

    /** Returns what would help, for people. */
    public String mend() {
        return mend;
    }
}
