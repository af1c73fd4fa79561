// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.profile;

/**
 * The lines of the live-patching code on the console, in {@code printk} notation, as Xen 4.17 has them, or the release that
 * first had them (xen/common/livepatch.c, xen/common/livepatch_elf.c, xen/arch/x86/livepatch.c, and for alternatives
 * xen/arch/x86/alternative.c). A profile may have another text.
 *
 * <p>Those marked debug come from {@code dprintk} and are printed by debug builds only.
 */
public enum Message {
    // livepatch_elf.c
    HEADER_BIGGER_THAN_PAYLOAD("%s: Section header is bigger than payload"),
    NOT_AN_ELF("%s: Not an ELF payload"),
    INVALID_ELF("%s: Invalid ELF payload"),
    UNSUPPORTED_MACHINE("%s: Unsupported ELF Machine type"),
    SHSTRNDX_UNDEFINED("%s: Section name idx is undefined"),
    TOO_MANY_SECTIONS("%s: Too many (%u) sections"),
    SHSTRNDX_PAST_END("%s: Section name idx (%u) is past end of sections (%u)"),
    BOGUS_SHOFF("%s: Bogus e_shoff"),
    SHENTSIZE_WRONG("%s: Section header size is %u! Expected %zu."),
    SECTION_HEADERS_CORRUPTED("%s: Section header size is corrupted"),
    SECTION_OUTSIDE("%s: Section [%u] data %s of payload"),
    SECTION_ALIGNMENT_UNSUPPORTED("%s: Section [%u] alignment (%#lx) is not supported"),
    SECTION_MISALIGNED("%s: Section [%u] addr (%#lx) is not aligned properly (%#lx)"),
    MULTIPLE_SYMBOL_TABLES("%s: Unsupported multiple symbol tables"),
    SYMTAB_LINK_PAST_END("%s: Symbol table idx (%u) to strtab past end (%u)"),
    NO_SYMBOL_TABLE("%s: No symbol table found"),
    SYMTAB_CORRUPTED("%s: Symbol table header is corrupted"),
    STRTAB_CORRUPTED("%s: String table section is corrupted"),
    SHSTRTAB_CORRUPTED("%s: Section string table is corrupted"),
    SECTION_NAME_OUTSIDE("%s: Section %u name is not within .shstrtab"),
    NO_MEMORY_FOR_SECTIONS("%s: Could not allocate memory for section table"),
    NO_MEMORY_FOR_SYMBOLS("%s: Could not allocate memory for symbols"),
    SYMBOL_NAME_OUTSIDE("%s: Symbol [%u] name is not within .strtab"),
    COMMON_SYMBOL("%s: Unexpected common symbol: %s"),
    UNKNOWN_SYMBOL("%s: Unknown symbol: %s"),
    UNDEFINED_SYMBOL_RESOLVED("%s: Undefined symbol resolved: %s => %#lx", true),
    ABSOLUTE_SYMBOL("%s: Absolute symbol: %s => %#lx", true),
    SYMBOL_SECTION_OUT_OF_BOUNDS("%s: Out of bounds symbol section %#x"),
    SYMBOL_IGNORED("%s: Symbol %s from section %s ignored", true),
    SYMBOL_RESOLVED("%s: Symbol resolved: %s => %#lx (%s)", true),
    RELOCATION_LINK_WRONG("%s: Relative link of %s is incorrect (%d, expected=%d)"),
    RELOCATION_HEADER_CORRUPTED("%s: Section relative header is corrupted"),

    // arch/x86/livepatch.c
    REL_UNSUPPORTED("%s: SHT_REL relocation unsupported"),
    STN_UNDEF_ENCOUNTERED("%s: Encountered STN_UNDEF"),
    RELOCATION_SYMBOL_PAST_END("%s: Relative relocation wants symbol@%u which is past end"),
    RELOCATION_NO_SYMBOL("%s: No symbol@%u"),
    RELOCATION_IGNORED_SYMBOL("%s: Relocation against ignored symbol %s cannot be resolved"),
    RELOCATION_OVERFLOW("%s: Overflow in relocation %u in %s for %s"),
    RELOCATION_UNHANDLED("%s: Unhandled relocation %lu"),
    RELOCATION_OFFSET_PAST_END("%s: Relative relocation offset is past %s section"),
    ACTIVE_WAITQUEUE("%s found with active waitqueue"),

    // livepatch.c: loading
    SECTION_NOT_SUPPORTED("%s: Not supporting %s section!", true),
    NO_MEMORY_FOR_PAYLOAD("%s: Could not allocate memory for payload"),
    SECTION_LOADED("%s: Loaded %s at %p", true),
    SECTION_SIZE_WRONG("%s: Wrong size %lu of %s (must be multiple of %zu)"),
    BUG_FRAMES_SIZE_WRONG("%s: Wrong size of .bug_frames.%u!"),
    ALTERNATIVES_SIZE_WRONG("%s: Size of .alt_instr is not multiple of %zu!"),
    EX_TABLE_SIZE_WRONG("%s: Wrong size of .ex_table (exp:%lu vs %lu)!"),
    SECTION_MISSING("%s: %s is missing"),
    SECTION_EMPTY("%s: %s is empty"),
    PATCHING_SECTION_MISSING("%s: %s is missing", true),
    NOTHING_TO_PATCH("%s: Nothing to patch. Aborting..."),
    WRONG_VERSION("%s: Wrong version (%u). Expected %d"),
    FIELDS_ZERO("%s: Address or size fields are zero"),
    OLD_ADDRESS_UNRESOLVED("%s: Could not resolve old address of %s"),
    OLD_ADDRESS_RESOLVED("%s: Resolved old address %s => %p", true),
    ALREADY_LOADED_AS("%s: Already loaded as %s!", true),
    ALTERNATIVES_WITHOUT_TEXT("%s Alternatives provided, but no .text"),
    ALTERNATIVES_WITHOUT_REPLACEMENT("%s .altinstructions provided, but no .altinstr_replacement"),
    ALTERNATIVE_ORIG_OUTSIDE("%s Alternative orig %p+%#x outside payload text %p+%#zx"),
    ALTERNATIVE_REPL_OUTSIDE("%s Alternative repl %p+%#x outside .altinstr_replacement %p+%#lx"),
    METADATA_INCORRECT("%s: Incorrect metadata format detected"),
    ALTERNATIVES_FAILED("%s applying alternatives failed: %d"),
    ALTERNATIVE_CALLS_WITHOUT_TEXT("%s Alternative calls provided, but no .text"),
    ALTERNATIVE_CALL_OUTSIDE("%s: Alternative call %p+%#zx outside payload text %p+%#zx"),
    ALTERNATIVE_CALLS_FAILED("%s: Applying alternative calls failed: %d"),
    XEN_DEPENDS_MISSING("%s: section %s is missing"),
    XEN_DEPENDS_UNPARSED("%s: failed to parse section %s as build-id: %d"),
    BUILD_ID_MISMATCH("%s: build-id mismatch:"),
    DUPLICATE_NEW_SYMBOL("%s: duplicate new symbol: %s"),
    NEW_SYMBOL("%s: new symbol %s", true),
    OVERRIDING_SYMBOL("%s: overriding symbol %s", true),

    // livepatch.c: actions
    BUILD_ID_CHECK_FAILED("%s: check against %s build-id failed"),
    CANNOT_UNLOAD("%s: can't unload. Top is %s"),
    CANNOT_REAPPLY("%s: can't revert as payload has .data. Please unload"),
    REPLACE_WITH_VETOING_HOOKS("%s: REPLACE action is not supported on livepatches with vetoing hooks!"),
    VERIFYING_EXPECTATIONS("%s: Verifying enabled expectations for all functions"),
    EXPECTATION_FAILED("%s: expectation failed: expected:%*phN, actual:%*phN"),
    EXPECTATIONS_ABORT("%s: expectations of %s failed (rc=%d), aborting!"),
    CPU_MAPS_BUSY("%s: unable to get cpu_maps lock!"),
    CPU_MAPS_BUSY_ON_CPU("%s: CPU%u - unable to get cpu_maps lock!"),
    TIMEOUT_IS("%s: timeout is %uns", true),
    IPI_OTHERS("%s: CPU%u - IPIing the other %u CPUs", true),
    TIMED_OUT("%s: Timed out on semaphore in %s quiesce phase %u/%u"),
    SAFETY_CHECKS_FAILED("%s: Safety checks failed: %d"),
    APPLYING("%s: Applying %u functions"),
    REVERTING("%s: Reverting"),
    ALREADY_APPLIED("%s: %s has been already applied before"),
    NOT_APPLIED("%s: %s has not been applied before"),
    INCONSISTENT("%s: Payload has a function: '%s' with inconsistent applied state."),
    METADATA_HEAD("module metadata:"),
    METADATA_LINE("  %s"),
    INSECURE("%s: SYSTEM MIGHT BE INSECURE: Replace action has been aborted after reverting ALL payloads!"),
    CALLING_PREAPPLY("%s: Calling pre-apply hook function"),
    PREAPPLY_FAILED("%s: pre-apply hook failed (rc=%d), aborting!"),
    CALLING_APPLY("%s: Calling apply action hook function"),
    CALLING_POSTAPPLY("%s: Calling post-apply hook function with rc=%d"),
    CALLING_PREREVERT("%s: Calling pre-revert hook function"),
    PREREVERT_FAILED("%s: pre-revert hook failed (rc=%d), aborting!"),
    CALLING_REVERT("%s: Calling revert action hook function"),
    CALLING_POSTREVERT("%s: Calling post-revert hook function with rc=%d"),
    FINISHED("%s finished %s with rc=%d"),

    // livepatch.c: the key handler, whose lines have no prefix
    DUMPING("'%c' pressed - Dumping all livepatch patches"),
    HYPERVISOR_BUILD_ID("build-id: %*phN"),
    LOCK_HELD("Lock held. Try again."),
    LOCK_LOST("Couldn't reacquire lock. Try again."),
    PAYLOAD_LINE(" name=%s state=%s(%d) %p (.data=%p, .rodata=%p) using %u pages."),
    FUNCTION_LINE("    %s patch %p(%u) with %p (%u)"),
    BUILD_ID("build-id=%*phN"),
    DEPEND_ON("depend-on=%*phN"),
    DEPEND_ON_XEN("depend-on-xen=%*phN"),

    // livepatch.c: what follows BUILD_ID_MISMATCH; the blanks are Xen's, and most of them are no-break spaces
    PAYLOAD_IS_FOR("\u00a0 livepatch: %*phN"),
    HYPERVISOR_IS("\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0 xen: %*phN"),

    // arch/x86/alternative.c
    ALT_REPLACEMENT_LARGE("Alt for %p, replacement size %#x larger than origin %#x"),
    ALT_ORIGIN_LARGE("Alt for %p, origin size %#x bigger than buffer %#zx"),
    ALT_FEATURE_UNKNOWN("Alt for %p, feature %#x outside of featureset range %#x"),
    ALT_CALL_NOT_CALL("Altcall for %p [%*ph] not CALL *RIPREL");

    private final String text;
    private final boolean debug;

    Message(String text) {
        this(text, false);
    }

    Message(String text, boolean debug) {
        this.text = text;
        this.debug = debug;
    }

    /** Returns the format as 4.17 has it, without prefix and line end. */
    public String text() {
        return text;
    }

    /** Returns whether only a debug build of 4.17 prints it. */
    public boolean debug() {
        return debug;
    }

    /** Returns whether the line begins with the prefix of the live-patching code. */
    public boolean prefixed() {
        return compareTo(DUMPING) < 0;
    }
}
