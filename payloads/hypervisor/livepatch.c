/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way from "there is work" to the point where a CPU may be quiesced. */
#include "cpu.h"
#include "livepatch.h"
#include "tasklet.h"

/* Set by the CPU's own tasklet; cleared by who runs the rendezvous. */
uint8_t work_to_do[NR_CPUS];

static void livepatch_tasklet_fn(void *unused)
{
    (void)unused;
    WRITE_ONCE(work_to_do[smp_processor_id()], 1);
}

struct tasklet livepatch_tasklets[NR_CPUS] = {
    [0 ... NR_CPUS - 1] = { .func = livepatch_tasklet_fn },
};

void livepatch_schedule(unsigned int cpu)
{
    if ( cpu < NR_CPUS )
        tasklet_schedule_on_cpu(&livepatch_tasklets[cpu], cpu);
}

void check_for_livepatch_work(void)
{
    /* Fast path: nothing to do. */
    if ( !READ_ONCE(work_to_do[smp_processor_id()]) )
        return;

    livepatch_rendezvous();
}
