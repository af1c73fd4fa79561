/* SPDX-License-Identifier: GPL-2.0-or-later */
/* xen_extra_version() calls a function of the payload "whole". */
#include "found.h"
    depends_on_hypervisor
    build_id_note .note.gnu.build-id, a, 0x02
    patch xen_extra_version, 16, found_extra_version, 5

    .section .text.found_extra_version, "ax", @progbits
found_extra_version:
    jmp found_shared
