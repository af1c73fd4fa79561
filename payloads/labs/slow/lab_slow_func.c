/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The new body of lab_slow(): as long as the old one, two instructions each
 * time round. */
#include <stdint.h>

unsigned int lab_slow_2(uint64_t iterations);

unsigned int lab_slow_2(uint64_t iterations)
{
    if ( iterations )
        asm volatile ( "1: dec %0\n"
                       "   jnz 1b"
                       : "+r" (iterations) :: "cc" );

    return 2;
}
