/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which CPU is this: the structure at the top of every CPU's stack. */
#ifndef XEN_CPU_H
#define XEN_CPU_H

#include "config.h"

#define CPUINFO_processor_id 0
#define CPUINFO_sizeof       16

#ifndef __ASSEMBLER__

#include "types.h"

struct cpu_info {
    unsigned int processor_id;
    unsigned int _pad[3];       /* keeps the stack below aligned to 16 */
};

_Static_assert(offsetof(struct cpu_info, processor_id) == CPUINFO_processor_id, "asm");
_Static_assert(sizeof(struct cpu_info) == CPUINFO_sizeof, "asm");

extern uint8_t cpu_stacks[NR_CPUS][STACK_SIZE];

/* Valid on the CPU's own stack only, not on one a host brings for a call. */
static inline struct cpu_info *get_cpu_info(void)
{
    unsigned long sp;

    asm ( "mov %%rsp, %0" : "=r" (sp) );

    return (struct cpu_info *)((sp | (STACK_SIZE - 1)) + 1) - 1;
}

static inline unsigned int smp_processor_id(void)
{
    return get_cpu_info()->processor_id;
}

static inline void local_irq_disable(void)
{
    asm volatile ( "cli" ::: "memory" );
}

static inline void local_irq_enable(void)
{
    asm volatile ( "sti" ::: "memory" );
}

static inline void cpu_relax(void)
{
    asm volatile ( "pause" ::: "memory" );
}

/* STI takes effect after the next instruction: no wake-up fits in between. */
static inline void safe_halt(void)
{
    asm volatile ( "sti; hlt" ::: "memory" );
}

#endif /* !__ASSEMBLER__ */

#endif /* XEN_CPU_H */
