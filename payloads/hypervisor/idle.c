/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every CPU does: hypervisor work first, then a vCPU's, then sleep. */
#include "cpu.h"
#include "hypercall.h"
#include "livepatch.h"
#include "tasklet.h"

static void cpu_idle(unsigned int cpu)
{
    local_irq_disable();

    if ( !tasklet_work_to_do(cpu) && !vcpu_work_to_do(cpu) )
        safe_halt();
    else
        local_irq_enable();
}

noreturn void idle_loop(void);

void idle_loop(void)
{
    unsigned int cpu = smp_processor_id();

    for ( ; ; )
    {
        if ( tasklet_work_to_do(cpu) )
            do_tasklet();
        else if ( vcpu_work_to_do(cpu) )
            vcpu_run(cpu);
        else
            cpu_idle(cpu);

        /*
         * Here the stack holds nothing but this loop's own frame, which is
         * what makes it the place to be patched under.
         */
        check_for_livepatch_work();
    }
}
