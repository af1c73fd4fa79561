/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ways of being late for a rendezvous. */
#include "cpu.h"
#include "lab.h"
#include "spinlock.h"

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
    spin_lock(&lab_lock);
    burn(iterations);
    spin_unlock(&lab_lock);

    return iterations;
}
