/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sizes of the build; used by C and assembly. */
#ifndef XEN_CONFIG_H
#define XEN_CONFIG_H

#define NR_CPUS         64

#define STACK_ORDER     13
#define STACK_SIZE      (1 << STACK_ORDER)

#define CONRING_SIZE    16384   /* a power of two */

#endif /* XEN_CONFIG_H */
