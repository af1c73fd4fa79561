/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An alternative for a function of the hypervisor rather than of the payload. */
#include "found.h"
    depends_on_hypervisor
    build_id_note .note.gnu.build-id, a, 0x0a
    substitute
    patch xen_minor_version, 16, found_substitute, 6

    .section .altinstructions, "a", @progbits
    .long xen_extra_version - ., .Lreplacement - .
    .word ALWAYS
    .byte 2, 2, 0, 0
    .section .altinstr_replacement, "ax", @progbits
.Lreplacement:
    nop
    nop
