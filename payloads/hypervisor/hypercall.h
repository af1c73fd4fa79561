/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef XEN_HYPERCALL_H
#define XEN_HYPERCALL_H

#define __HYPERVISOR_xen_version    17
#define __HYPERVISOR_console_io     18

/* This image's own; those of the laboratory are in lab/lab.h. */
#define __HYPERVISOR_finish_wait        55
#define __HYPERVISOR_wait_event         56
#define __HYPERVISOR_set_flag           57
#define __HYPERVISOR_call_slow          58
#define __HYPERVISOR_call_pair          59
#define __HYPERVISOR_call_extra_version 60
#define __HYPERVISOR_lock_busy          61
#define __HYPERVISOR_irq_busy           62
#define __HYPERVISOR_busy               63

#define XENVER_version              0
#define XENVER_extraversion         1
#define XEN_EXTRAVERSION_LEN        16

#define CONSOLEIO_write             0

#define NR_hypercalls               64

#ifndef __ASSEMBLER__

#include "types.h"

typedef int64_t hypercall_fn_t(uint64_t a1, uint64_t a2, uint64_t a3, uint64_t a4);

extern hypercall_fn_t *const hypercall_table[NR_hypercalls];

int64_t do_hypercall(uint32_t nr, uint64_t a1, uint64_t a2, uint64_t a3, uint64_t a4);

int64_t do_xen_version(uint64_t cmd, uint64_t arg);
int64_t do_console_io(uint64_t cmd, uint64_t count, uint64_t buffer);
int64_t do_busy(uint64_t iterations);

/*
 * A vCPU's hypercall: fill in nr and args, then set pending to 1; the idle loop
 * of that CPU stores the result and then sets pending to 0.  Where the result is
 * VCPU_WAITS, the vCPU is blocked; to wake it, let it make finish_wait.
 */
#define VCPU_WAITS INT64_MIN

struct vcpu_mailbox {
    uint32_t pending;
    uint32_t nr;
    uint64_t args[4];
    int64_t result;
};

_Static_assert(offsetof(struct vcpu_mailbox, pending) == 0, "mailbox pending");
_Static_assert(offsetof(struct vcpu_mailbox, nr) == 4, "mailbox nr");
_Static_assert(offsetof(struct vcpu_mailbox, args) == 8, "mailbox args");
_Static_assert(offsetof(struct vcpu_mailbox, result) == 40, "mailbox result");
_Static_assert(sizeof(struct vcpu_mailbox) == 48, "mailbox size");

bool vcpu_work_to_do(unsigned int cpu);
void vcpu_run(unsigned int cpu);

#endif /* !__ASSEMBLER__ */

#endif /* XEN_HYPERCALL_H */
