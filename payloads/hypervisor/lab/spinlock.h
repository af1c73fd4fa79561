/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef XEN_LAB_SPINLOCK_H
#define XEN_LAB_SPINLOCK_H

#include "cpu.h"
#include "types.h"

/* The lock is 0, or 1 while a CPU has it. */
static inline void spin_lock(uint32_t *lock)
{
    while ( __atomic_exchange_n(lock, 1, __ATOMIC_ACQUIRE) )
        while ( READ_ONCE(*lock) )
            cpu_relax();
}

static inline void spin_unlock(uint32_t *lock)
{
    __atomic_store_n(lock, 0, __ATOMIC_RELEASE);
}

#endif /* XEN_LAB_SPINLOCK_H */
