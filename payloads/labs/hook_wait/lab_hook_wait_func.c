/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The new body of xen_extra_version(). */
const char *lab_hook_wait_world(void);

const char *lab_hook_wait_world(void)
{
    return "Waited World!";
}
