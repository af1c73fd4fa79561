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
    /** Functions: what they should look like before patching can be stated. */
    EXPECTATIONS,
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
    /** Special sections: the bounds of alternatives are really tested. */
    ALTERNATIVES_BOUNDED,
    /** Actions: one is refused while another is scheduled for the same payload. */
    SCHEDULED_WORK_GUARDED,
    /** Actions: a payload with data that has been reverted is not applied again. */
    REAPPLY_GUARDED,
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
    /** Patching: the old code is saved in the function's entry, not beside the payload (82182ad7b4). */
    OLD_CODE_SAVED_IN_ENTRY,
    /** Rendezvous: NMIs stay masked when the first phase times out (mended by c5ed88110c). */
    NMI_LEFT_MASKED_ON_TIMEOUT,
    /** Rendezvous: CPUs are called by tasklets rather than by an IPI that raises a softirq. */
    TASKLETS,
    /** Key handler: the test for having got the lock back after 64 functions is inverted. */
    DUMP_STOPS_AFTER_64_FUNCTIONS
}
