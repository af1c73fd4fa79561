/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the embedded hypervisor has for the quiescence laboratory's payloads. */
#ifndef PAYLOADS_LAB_H
#define PAYLOADS_LAB_H

#include <stdint.h>

unsigned int lab_first(void);
unsigned int lab_second(void);
unsigned int lab_slow(uint64_t iterations);

extern uint32_t lab_flag;
extern uint32_t lab_count;

#endif /* PAYLOADS_LAB_H */
