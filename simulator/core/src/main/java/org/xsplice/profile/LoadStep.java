// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.profile;

/** The steps of {@code load_payload_data} (xen/common/livepatch.c); releases run them in different orders. */
public enum LoadStep {
    ELF_LOAD,
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
    PREPARE_EXCEPTION_TABLE,
    PREPARE_METADATA,
    XEN_BUILD_ID_DEP,
    BUILD_SYMBOL_TABLE,
    SECURE_PAYLOAD
}
