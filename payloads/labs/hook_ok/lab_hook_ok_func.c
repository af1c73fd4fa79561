/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The new body of xen_extra_version(). */
const char *lab_hook_ok_world(void);

const char *lab_hook_ok_world(void)
{
    return "Hooked World!";
}
