/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef XEN_LIVEPATCH_H
#define XEN_LIVEPATCH_H

/* Makes this CPU's idle loop look for live-patch work. */
void livepatch_schedule(unsigned int cpu);

/* Called by the idle loop, on an empty stack and after the tasklets. */
void check_for_livepatch_work(void);

/* Where a CPU takes part in the rendezvous; see livepatch_rendezvous.c. */
void livepatch_rendezvous(void);

#endif /* XEN_LIVEPATCH_H */
