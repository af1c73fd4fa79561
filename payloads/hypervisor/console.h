/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef XEN_CONSOLE_H
#define XEN_CONSOLE_H

#include "types.h"

void printk(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif /* XEN_CONSOLE_H */
