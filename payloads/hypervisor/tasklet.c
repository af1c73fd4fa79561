/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Work to be done by the idle loop of a chosen CPU.
 *
 * The lists are lock-free for the same reason as the console: a CPU may be
 * stopped anywhere, and others schedule on it meanwhile.
 */
#include "cpu.h"
#include "tasklet.h"

/* Newest first. */
static struct tasklet *tasklet_list[NR_CPUS];

void tasklet_schedule_on_cpu(struct tasklet *t, unsigned int cpu)
{
    struct tasklet **list;

    if ( cpu >= NR_CPUS || __atomic_exchange_n(&t->scheduled, 1, __ATOMIC_SEQ_CST) )
        return;

    list = &tasklet_list[cpu];
    t->next = READ_ONCE(*list);
    while ( !__atomic_compare_exchange_n(list, &t->next, t, false,
                                         __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST) )
        continue;
}

bool tasklet_work_to_do(unsigned int cpu)
{
    return READ_ONCE(tasklet_list[cpu]);
}

void do_tasklet(void)
{
    struct tasklet *t, *next, *todo = NULL;

    t = __atomic_exchange_n(&tasklet_list[smp_processor_id()], NULL, __ATOMIC_SEQ_CST);

    for ( ; t; t = next )
    {
        next = t->next;
        t->next = todo;
        todo = t;
    }

    for ( t = todo; t; t = next )
    {
        next = t->next;
        /* From here on it may be scheduled again, by its own function too. */
        __atomic_store_n(&t->scheduled, 0, __ATOMIC_SEQ_CST);
        t->func(t->data);
    }
}
