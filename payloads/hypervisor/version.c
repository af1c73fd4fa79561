/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The functions that payloads patch.  They have a file of their own so that no
 * caller's compiler can see into them, and they are laid out in this order
 * (-fno-toplevel-reorder): with xen_minor_version() NOPed out a call runs on
 * into xen_major_version(), and the minor version reads 4.
 */
#include "version.h"

unsigned int xen_minor_version(void)
{
    return 17;
}

unsigned int xen_major_version(void)
{
    return 4;
}

const char *xen_extra_version(void)
{
    return ".0-embedded";
}
