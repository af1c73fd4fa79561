/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef XEN_TYPES_H
#define XEN_TYPES_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define noreturn        __attribute__((noreturn))

/* Memory that another CPU, or the host, changes under us. */
#define READ_ONCE(x)        (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v)    (*(volatile __typeof__(x) *)&(x) = (v))

#define ESRCH   3
#define EFAULT  14
#define ENOSYS  38

#endif /* XEN_TYPES_H */
