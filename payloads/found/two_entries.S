/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One function is patched twice. */
#include "found.h"
    depends_on_hypervisor
    build_id_note .note.gnu.build-id, a, 0x0b
    patch xen_extra_version, 16, found_first, 8
    patch xen_extra_version, 16, found_second, 8

    .section .text.found_first, "ax", @progbits
found_first:
    lea .Lfirst(%rip), %rax
    ret
    .section .text.found_second, "ax", @progbits
found_second:
    lea .Lsecond(%rip), %rax
    ret
    .section .rodata.texts, "a", @progbits
.Lfirst:
    .asciz "first"
.Lsecond:
    .asciz "second"
