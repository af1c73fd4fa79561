/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The metadata is in a section that is not loaded (no SHF_ALLOC). */
#include "found.h"
    depends_on_hypervisor
    build_id_note .note.gnu.build-id, a, 0x04
    substitute
    patch xen_minor_version, 16, found_substitute, 6

    .section .modinfo, "", @progbits
    .asciz "found=modinfo"
