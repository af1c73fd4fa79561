/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cpu.h"

/* Function starts carry ENDBR64 in the build with branch tracking. */
#if defined(__CET__) && (__CET__ & 1)
#define ENDBR endbr64
#else
#define ENDBR
#endif

        .section .text.entry, "ax", @progbits

/*
 * Where every CPU starts, with its number in %rdi and no stack: takes its own
 * stack, says who it is at the top of it, and goes idle for good.
 */
        .globl  cpu_entry
        .hidden cpu_entry
        .type   cpu_entry, @function
cpu_entry:
        ENDBR
        cld
        cmp     $NR_CPUS, %rdi
        jae     .Lbad_cpu

        mov     %edi, %eax
        shl     $STACK_ORDER, %rax
        lea     cpu_stacks(%rip), %rcx
        lea     STACK_SIZE - CPUINFO_sizeof(%rcx, %rax), %rsp
        mov     %edi, CPUINFO_processor_id(%rsp)

        xor     %ebp, %ebp
        call    idle_loop
        /* Not reached. */
.Lbad_cpu:
        ud2
        .size   cpu_entry, . - cpu_entry

        .section .bss.stacks, "aw", @nobits
        .balign STACK_SIZE
        .globl  cpu_stacks
        .hidden cpu_stacks
        .type   cpu_stacks, @object
cpu_stacks:
        .skip   NR_CPUS * STACK_SIZE
        .size   cpu_stacks, . - cpu_stacks

        .section .note.GNU-stack, "", @progbits
