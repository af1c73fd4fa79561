/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two bytes are to be put in the place of one, where there is no processor feature to ask for. */
#include "found.h"
    depends_on_hypervisor
    build_id_note .note.gnu.build-id, a, 0x09
    substitute
    patch xen_minor_version, 16, found_substitute, 6

    .section .altinstructions, "a", @progbits
    .long found_substitute - ., .Lreplacement - .
    .word ALWAYS
    .byte 1, 2, 0, 0
    .section .altinstr_replacement, "ax", @progbits
.Lreplacement:
    nop
    nop
