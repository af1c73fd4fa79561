/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A load hook warns: it executes UD2, and a bug frame says what that means. */
#include "found.h"
    depends_on_hypervisor
    build_id_note .note.gnu.build-id, a, 0x0d
    substitute
    patch xen_minor_version, 16, found_substitute, 6

    .section .text.found_hook, "ax", @progbits
found_hook:
.Lwarn:
    ud2
    ret
    .section .livepatch.hooks.load, "a", @progbits
    .balign 8
    .quad found_hook

    /* Where it is; of which file and, in the upper bits, of which line. */
    .section .bug_frames.1, "a", @progbits
    .balign 4
.Lframe:
    .long .Lwarn - .Lframe, .Lfile - .Lframe + (7 << 24)
    .section .rodata.file, "a", @progbits
.Lfile:
    .asciz "found.S"
