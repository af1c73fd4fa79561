/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The laboratory's functions that payloads patch.  As in version.c they have a
 * file of their own, so that no caller's compiler can see into them.
 */
#include "lab.h"

/*
 * Short instructions: what a jump overwrites is three of them, so a CPU can be
 * stopped between them.  Nine bytes, since an ENDBR64 is not overwritten.
 */
#define GENERATION_1(generation) \
    asm volatile ( "inc %0\n" \
                   "nop\n" \
                   "nop\n" \
                   "nop\n" \
                   "nop" \
                   : "+r" (generation) :: "cc" )

unsigned int lab_first(void)
{
    unsigned int generation = 0;

    GENERATION_1(generation);

    return generation;
}

unsigned int lab_second(void)
{
    unsigned int generation = 0;

    GENERATION_1(generation);

    return generation;
}

unsigned int lab_slow(uint64_t iterations)
{
    burn(iterations);

    return 1;
}
