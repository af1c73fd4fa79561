/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Callers of what is being patched, who notice when it changes under them. */
#include "lab.h"
#include "version.h"

uint32_t lab_flag;
uint32_t lab_count;

/* How many calls returned something else than the first one did. */
int64_t do_call_extra_version(uint64_t times)
{
    const char *first;
    int64_t others = 0;

    if ( !times )
        return 0;

    for ( first = xen_extra_version(); --times; )
        if ( xen_extra_version() != first )
            others++;

    return others;
}

/* How many times the two were not of the same generation. */
int64_t do_call_pair(uint64_t times)
{
    int64_t mixed = 0;

    for ( ; times; times-- )
    {
        unsigned int generation = lab_first();

        if ( lab_second() != generation )
            mixed++;
    }

    return mixed;
}

int64_t do_call_slow(uint64_t iterations)
{
    return lab_slow(iterations);
}

int64_t do_set_flag(uint64_t value)
{
    WRITE_ONCE(lab_flag, (uint32_t)value);

    return 0;
}
