/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The new body of xen_extra_version(). */
const char *xen_hello_world(void);

const char *xen_hello_world(void)
{
    return "Hello World!";
}
