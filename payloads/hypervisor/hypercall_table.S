/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hypercall.h"

/*
 * In assembly, since a table of addresses in position-independent C would not
 * be read-only.  A function that takes fewer arguments than the caller passes
 * leaves the other registers alone.
 */
        .macro  hypercall nr, fn
        .org    hypercall_table + 8 * \nr
        .quad   \fn
        .endm

        .section .rodata.hypercall_table, "a", @progbits
        .balign 8
        .globl  hypercall_table
        .hidden hypercall_table
        .type   hypercall_table, @object
hypercall_table:
        hypercall __HYPERVISOR_xen_version, do_xen_version
        hypercall __HYPERVISOR_console_io,  do_console_io
        hypercall __HYPERVISOR_finish_wait, do_finish_wait
        hypercall __HYPERVISOR_wait_event,  do_wait_event
        hypercall __HYPERVISOR_set_flag,    do_set_flag
        hypercall __HYPERVISOR_call_slow,   do_call_slow
        hypercall __HYPERVISOR_call_pair,   do_call_pair
        hypercall __HYPERVISOR_call_extra_version, do_call_extra_version
        hypercall __HYPERVISOR_lock_busy,   do_lock_busy
        hypercall __HYPERVISOR_irq_busy,    do_irq_busy
        hypercall __HYPERVISOR_busy,        do_busy
        .org    hypercall_table + 8 * NR_hypercalls
        .size   hypercall_table, . - hypercall_table

        .section .note.GNU-stack, "", @progbits
