/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ways of being late for a rendezvous. */
#include "cpu.h"
#include "lab.h"

uint32_t lab_lock;

/* Nothing interrupts the CPU, except an NMI. */
int64_t do_irq_busy(uint64_t iterations)
{
    local_irq_disable();
    burn(iterations);
    local_irq_enable();

    return iterations;
}

/* Interrupts stay on, but whoever else wants the lock spins. */
int64_t do_lock_busy(uint64_t iterations)
{
    while ( __atomic_exchange_n(&lab_lock, 1, __ATOMIC_ACQUIRE) )
        while ( READ_ONCE(lab_lock) )
            cpu_relax();

    burn(iterations);

    __atomic_store_n(&lab_lock, 0, __ATOMIC_RELEASE);

    return iterations;
}
