// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.profile;

/** Single behaviours that some releases have and others have not. */
public enum Feature {
    /** Sections: {@code sh_addralign} must be a power of two and {@code sh_addr} a multiple of it. */
    SECTION_ALIGNMENT_CHECKED,
    /** Sections: writable or allocated NOBITS sections are limited to 2 MiB. */
    NOBITS_LIMITED,
    /** Header: FreeBSD's OSABI is accepted beside none. */
    OSABI_FREEBSD_ACCEPTED,
    /** Relocations: symbol 0 is refused. */
    STN_UNDEF_REFUSED,
    /** Relocations: a symbol index equal to the number of symbols passes (off by one). */
    SYMBOL_INDEX_OFF_BY_ONE,
    /** Relocations: symbols of sections that are not loaded are refused. */
    IGNORED_SYMBOL_REFUSED,
    /** Relocations: SHT_REL is refused only after size and entry size were found good. */
    RELOCATION_SIZES_CHECKED_FIRST,
    /** Functions: {@code new_addr} 0 means that the old function is filled with NOPs. */
    NOP_PATCHING,
    /** Functions: the patch goes after an ENDBR64 (or its poison) that the old function starts with. */
    ENDBR_AWARE,
    /** Functions: an {@code old_addr} of 0 is looked up before the function is verified, not after (5142dc5c25). */
    OLD_ADDRESS_RESOLVED_FIRST,
    /** Functions: what they should look like before patching can be stated. */
    EXPECTATIONS,
    /** Payloads: the hypervisor's build-id is checked as soon as the file has been read, and not kept (fa49f4be41). */
    XEN_BUILD_ID_FIRST,
    /** Payloads: what is wrong with a build-id note decides the error number (86d09d16dd). */
    NOTE_ERRORS_KEPT,
    /** Payloads: a section that is not loaded is where the upload has it, not at address 0 (8c81423038). */
    UNLOADED_SECTIONS_IN_UPLOAD,
    /** Payloads: a build-id that a loaded payload has already is refused. */
    DUPLICATE_BUILD_ID_REFUSED,
    /** Symbols: a new symbol that the hypervisor itself has is refused, not only one of another payload. */
    NEW_SYMBOLS_CHECKED_AGAINST_CORE,
    /** Payloads: a debug build asserts that there is text. */
    TEXT_ASSERTED,
    /** Special sections: a wrong size is complained of in the same words for all of them. */
    SECTION_SIZES_WORDED_ALIKE,
    /** Special sections: an empty {@code .ex_table} is refused. */
    EMPTY_EX_TABLE_REFUSED,
    /** Special sections: the bounds of alternatives are really tested, and there may be none (e74360e4ba). */
    ALTERNATIVES_BOUNDED,
    /** Special sections: impossible alternatives are refused with a line rather than by a BUG (aa5a06d5d6). */
    ALTERNATIVE_ERRORS,
    /** Special sections: the top bit of an alternative's feature means processors without it (328ed39c59). */
    INVERTED_FEATURES,
    /**
     * Special sections: indirect calls that become direct ones have a section of their own, and alternatives know nothing of
     * them (d2fd5f0fcd, ca29b7a70d).
     */
    ALTERNATIVE_CALLS_APART,
    /** Special sections: a jump to the return thunk that a replacement ends in is kept right (eabcdd0faa). */
    RETURN_IN_REPLACEMENT_MENDED,
    /** Actions: one is refused while another is scheduled for the same payload. */
    SCHEDULED_WORK_GUARDED,
    /** Actions: a payload with data that has been reverted is not applied again. */
    REAPPLY_GUARDED,
    /** Actions: a writable section without content does not keep a payload from being applied again (0dc1f929e8). */
    EMPTY_DATA_IGNORED,
    /** Actions: the struct has flags where it had padding; one of them permits all others (62a72092a5). */
    OPERATION_FLAGS,
    /** Lists: the sizes of the caller's buffers count (4c3ce492ed). */
    LIST_SIZES_GIVEN,
    /** Actions: APPLY can be told to ignore the stacking rule. */
    NODEPS,
    /** Actions: domains with an active wait queue forbid patching. */
    WAIT_QUEUES_CHECKED,
    /** Actions: mixed states of functions after an action are a panic. */
    CONSISTENCY_CHECKED,
    /**
     * Patching: {@code CR0.WP} is clear meanwhile, so that what patches can write to any page. Later releases make the
     * regions writable that they know (8676092a0f).
     */
    WRITE_PROTECT_CLEARED,
    /** Patching: read-only data becomes writable with the text meanwhile (b083b1c393). */
    RODATA_RELAXED,
    /**
     * Payloads: symbols, bug frames and exception table of a payload count from its upload to its end, not only while it is
     * applied (a57b4074ab, d2daa40fb3).
     */
    REGISTERED_AT_LOAD,
    /** Patching: the old code is saved in the function's entry, not beside the payload (82182ad7b4). */
    OLD_CODE_SAVED_IN_ENTRY,
    /**
     * Patching: it is {@code common_livepatch_apply} and {@code common_livepatch_revert} that pass over a function that has
     * been patched already, not {@code apply_payload} and {@code revert_payload}; lines name them (cdae267ce1).
     */
    COMMON_FUNCTIONS_PATCH,
    /** Rendezvous: NMIs stay masked when the first phase times out (mended by c5ed88110c). */
    NMI_LEFT_MASKED_ON_TIMEOUT,
    /** Rendezvous: CPUs are called by tasklets rather than by an IPI that raises a softirq. */
    TASKLETS,
    /** The tool: commands must be written out (fb2716a191). */
    EXACT_VERBS,
    /** The tool: it knows {@code --force} (be5b08dd6e). */
    TOOL_FORCE,
    /** Key handler: the test for having got the lock back after 64 functions is inverted. */
    DUMP_STOPS_AFTER_64_FUNCTIONS
}
