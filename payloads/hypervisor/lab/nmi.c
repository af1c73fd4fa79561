/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an NMI does: it may come between any two instructions, of a CPU that has
 * its interrupts off too, and it calls what may just be being patched.
 */
#include "cpu.h"
#include "lab.h"
#include "version.h"

uint32_t nmi_count[NR_CPUS + 1];

/* Whose stack this is; NR_CPUS for one that the host has brought. */
static inline unsigned int stack_owner(void)
{
    unsigned long sp;

    asm ( "mov %%rsp, %0" : "=r" (sp) );
    sp -= (unsigned long)cpu_stacks;

    return sp < sizeof(cpu_stacks) ? sp / STACK_SIZE : NR_CPUS;
}

void do_nmi(void)
{
    xen_extra_version();
    __atomic_add_fetch(&nmi_count[stack_owner()], 1, __ATOMIC_SEQ_CST);
}
