/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the payloads here have in common.  Each is one file of assembly, since
 * what is wrong with them is a section or an entry that no compiler makes.  They
 * are for any hypervisor: nothing in them depends on the size of a function.
 */

/* FLAGS of a section: "a" if it is loaded, "aw" if it can be written too, 0 for none. */

/* A note that holds a build-id of 20 bytes: FILL, 20 times. */
    .macro build_id_note section:req, flags:req, fill:req
    .section \section, "\flags", @note
    .balign 4
    .long 4, 20, 3
    .asciz "GNU"
    .fill 20, 1, \fill
    .endm

/* The notes of what a payload is built for: twice the hypervisor. */
    .macro depends_on_hypervisor
    .section .livepatch.depends, "a", @note
    .balign 4
    .incbin "guest.note"
    .section .livepatch.xen_depends, "a", @note
    .balign 4
    .incbin "guest.note"
    .endm

/*
 * One entry: what to patch (0: looked up by name), and with what (0: NOPs); and
 * how many bytes are expected there, all 0.
 */
    .macro patch old:req, old_size:req, new:req, new_size:req, flags=aw, name=found, expected=0
    .section .livepatch.funcs, "\flags", @progbits
    .balign 8
    .quad .Lname\@, \new, \old
    .long \new_size, \old_size
    .byte 2                     /* version */
    .fill 39, 1, 0
    .byte (\expected > 0) & 1 | \expected << 1
    .fill 31, 1, 0
    .section .rodata.name, "a", @progbits
.Lname\@:
    .asciz "\name"
    .endm

/* What takes its place. */
    .macro substitute
    .section .text.found_substitute, "ax", @progbits
    .balign 16
found_substitute:
    mov $1, %eax
    ret
    .endm

/* A feature that each processor has on which Xen runs: long mode. */
#define ALWAYS 61
