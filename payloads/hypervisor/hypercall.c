/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a vCPU can ask for, and how it asks. */
#include "config.h"
#include "console.h"
#include "hypercall.h"
#include "version.h"

struct vcpu_mailbox vcpu_mailbox[NR_CPUS];

int64_t do_hypercall(uint32_t nr, uint64_t a1, uint64_t a2, uint64_t a3, uint64_t a4)
{
    if ( nr >= NR_hypercalls || !hypercall_table[nr] )
        return -ENOSYS;

    return hypercall_table[nr](a1, a2, a3, a4);
}

int64_t do_xen_version(uint64_t cmd, uint64_t arg)
{
    switch ( cmd )
    {
    case XENVER_version:
        return (xen_major_version() << 16) | xen_minor_version();

    case XENVER_extraversion:
    {
        const char *from = xen_extra_version();
        char *to = (char *)arg;
        unsigned int i;

        if ( !to )
            return -EFAULT;

        for ( i = 0; i < XEN_EXTRAVERSION_LEN - 1 && from[i]; i++ )
            to[i] = from[i];
        for ( ; i < XEN_EXTRAVERSION_LEN; i++ )
            to[i] = '\0';

        return 0;
    }

    default:
        return -ENOSYS;
    }
}

int64_t do_console_io(uint64_t cmd, uint64_t count, uint64_t buffer)
{
    const char *from = (const char *)buffer;
    char kbuf[128];

    if ( cmd != CONSOLEIO_write )
        return -ENOSYS;

    while ( count )
    {
        unsigned int i;

        for ( i = 0; i < sizeof(kbuf) - 1 && i < count; i++ )
            kbuf[i] = from[i];
        kbuf[i] = '\0';

        printk("%s", kbuf);
        from += i;
        count -= i;
    }

    return 0;
}

/* Keeps the CPU busy: two instructions each time round. */
int64_t do_busy(uint64_t iterations)
{
    uint64_t left = iterations;

    if ( left )
        asm volatile ( "1: dec %0\n"
                       "   jnz 1b"
                       : "+r" (left) :: "cc" );

    return iterations;
}

bool vcpu_work_to_do(unsigned int cpu)
{
    return READ_ONCE(vcpu_mailbox[cpu].pending) == 1;
}

void vcpu_run(unsigned int cpu)
{
    struct vcpu_mailbox *m = &vcpu_mailbox[cpu];

    WRITE_ONCE(m->result, do_hypercall(READ_ONCE(m->nr),
                                       READ_ONCE(m->args[0]), READ_ONCE(m->args[1]),
                                       READ_ONCE(m->args[2]), READ_ONCE(m->args[3])));
    WRITE_ONCE(m->pending, 0);
}
