/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Nothing is wrong with this one.  Another payload may use its symbol. */
#include "found.h"
    depends_on_hypervisor
    build_id_note .note.gnu.build-id, a, 0x01
    substitute
    patch xen_minor_version, 16, found_substitute, 6

    .section .text.found_shared, "ax", @progbits
    .globl found_shared
found_shared:
    lea .Lshared(%rip), %rax
    ret
    .section .rodata.shared, "a", @progbits
.Lshared:
    .asciz "shared"
