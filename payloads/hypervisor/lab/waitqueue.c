/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"
#include "cpu.h"
#include "hypercall.h"
#include "spinlock.h"
#include "waitqueue.h"

/* Among the initialised data there is room left. */
#define __data __attribute__((section(".data")))

static struct vm_event_domain monitors[NR_DOMAINS] __data;

static struct domain domains[NR_DOMAINS] = {
    { 0, &domains[1], NULL, NULL, &monitors[0] },
    { 1, &domains[2], NULL, NULL, &monitors[1] },
    { 2, &domains[3], NULL, NULL, &monitors[2] },
    { 3, NULL,        NULL, NULL, &monitors[3] },
};

struct domain *domain_list = &domains[0];

/* One for the vCPU of each CPU. */
static struct list_head waiting_vcpu[NR_CPUS] __data;

static uint32_t waitqueue_lock;

int64_t do_wait_event(uint64_t domid)
{
    struct list_head *vcpu = &waiting_vcpu[smp_processor_id()], *wq;

    if ( domid >= NR_DOMAINS )
        return -ESRCH;

    wq = &monitors[domid].wq;

    spin_lock(&waitqueue_lock);

    if ( !wq->next )
        wq->next = wq->prev = wq;

    vcpu->prev = wq->prev;
    vcpu->next = wq;
    wq->prev->next = vcpu;
    wq->prev = vcpu;

    spin_unlock(&waitqueue_lock);

    return VCPU_WAITS;
}

int64_t do_finish_wait(void)
{
    struct list_head *vcpu = &waiting_vcpu[smp_processor_id()];

    spin_lock(&waitqueue_lock);
    vcpu->prev->next = vcpu->next;
    vcpu->next->prev = vcpu->prev;
    spin_unlock(&waitqueue_lock);

    return 0;
}
