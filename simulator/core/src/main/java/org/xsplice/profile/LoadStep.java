// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.profile;

/** The steps of {@code load_payload_data} (xen/common/livepatch.c); releases run them in different orders. */
public enum LoadStep {
    ELF_LOAD,
    /** Instead of {@link #XEN_BUILD_ID_DEP}, in releases that look at the hypervisor's build-id first. */
    CHECK_XEN_BUILD_ID,
    MOVE_PAYLOAD,
    RESOLVE_SYMBOLS,
    PERFORM_RELOCS,
    CHECK_SPECIAL_SECTIONS,
    CHECK_PATCHING_SECTIONS,
    /** The first part of {@code prepare_payload}; the next six steps are its other parts. */
    PREPARE_FUNCTIONS,
    PREPARE_HOOKS,
    PREPARE_NOTES,
    PREPARE_BUG_FRAMES,
    PREPARE_ALTERNATIVES,
    /** In releases whose alternatives know nothing of indirect calls. */
    PREPARE_ALTERNATIVE_CALLS,
    PREPARE_EXCEPTION_TABLE,
    PREPARE_METADATA,
    XEN_BUILD_ID_DEP,
    BUILD_SYMBOL_TABLE,
    SECURE_PAYLOAD
}
