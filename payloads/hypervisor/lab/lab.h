/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the quiescence laboratory has CPUs do: hypercalls that keep a CPU busy
 * in a chosen way, functions to be patched under it, and an NMI's handler.
 * Other than the rest of the image, this may take a lock.
 */
#ifndef XEN_LAB_H
#define XEN_LAB_H

#include "config.h"
#include "types.h"

/* Functions that payloads patch; the first two return their generation, 1. */
unsigned int lab_first(void);
unsigned int lab_second(void);
unsigned int lab_slow(uint64_t iterations);

/* Hypercalls; hypercall.h has their numbers. */
int64_t do_irq_busy(uint64_t iterations);
int64_t do_lock_busy(uint64_t iterations);
int64_t do_call_extra_version(uint64_t times);
int64_t do_call_pair(uint64_t times);
int64_t do_call_slow(uint64_t iterations);
int64_t do_set_flag(uint64_t value);

/* Whoever runs this image calls it on a CPU that gets an NMI. */
void do_nmi(void);

/* 0, or 1 while a CPU has it. */
extern uint32_t lab_lock;

/* For do_set_flag() to set and payloads' hooks to wait for. */
extern uint32_t lab_flag;

/* For payloads' hooks to count in. */
extern uint32_t lab_count;

/* NMIs a CPU has handled; the last is for stacks that are no CPU's own. */
extern uint32_t nmi_count[NR_CPUS + 1];

/* Two instructions each time round. */
static inline void burn(uint64_t iterations)
{
    if ( iterations )
        asm volatile ( "1: dec %0\n"
                       "   jnz 1b"
                       : "+r" (iterations) :: "cc" );
}

#endif /* XEN_LAB_H */
