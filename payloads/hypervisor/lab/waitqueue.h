/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Domains, and the queues on which their vCPUs wait for room in the ring of a
 * vm_event consumer.  Such a vCPU's stack has been put aside: it is not seen by
 * who looks at the CPUs only.
 */
#ifndef XEN_LAB_WAITQUEUE_H
#define XEN_LAB_WAITQUEUE_H

#include "types.h"

#define NR_DOMAINS      4

struct list_head {
    struct list_head *next, *prev;
};

/* All zero until somebody waits. */
struct vm_event_domain {
    struct list_head wq;
};

/* Read by whoever patches: the offsets are interface. */
struct domain {
    uint16_t domain_id;
    struct domain *next_in_list;
    struct vm_event_domain *vm_event_share;
    struct vm_event_domain *vm_event_paging;
    struct vm_event_domain *vm_event_monitor;
};

_Static_assert(offsetof(struct domain, domain_id) == 0, "domain_id");
_Static_assert(offsetof(struct domain, next_in_list) == 8, "next_in_list");
_Static_assert(offsetof(struct domain, vm_event_share) == 16, "vm_event_share");
_Static_assert(offsetof(struct domain, vm_event_paging) == 24, "vm_event_paging");
_Static_assert(offsetof(struct domain, vm_event_monitor) == 32, "vm_event_monitor");
_Static_assert(offsetof(struct vm_event_domain, wq) == 0, "wq");

extern struct domain *domain_list;

/* The vCPU waits on its domain's monitor queue; returns VCPU_WAITS. */
int64_t do_wait_event(uint64_t domid);

/* The vCPU has been woken: it leaves its queue and returns 0. */
int64_t do_finish_wait(void);

#endif /* XEN_LAB_WAITQUEUE_H */
