/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef XEN_TASKLET_H
#define XEN_TASKLET_H

#include "types.h"

struct tasklet {
    struct tasklet *next;
    void (*func)(void *data);
    void *data;
    uint32_t scheduled;         /* on some CPU's list */
};

/* Does nothing when the tasklet is already scheduled. */
void tasklet_schedule_on_cpu(struct tasklet *t, unsigned int cpu);

bool tasklet_work_to_do(unsigned int cpu);

/* Runs what is scheduled on this CPU, oldest first. */
void do_tasklet(void);

#endif /* XEN_TASKLET_H */
