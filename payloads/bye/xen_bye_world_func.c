/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The new body of xen_extra_version(). */
const char *xen_bye_world(void);

const char *xen_bye_world(void)
{
    return "Bye World!";
}
