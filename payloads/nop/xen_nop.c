/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * NOPs out the whole of xen_minor_version().  Nothing is left that returns, so
 * a call runs on into the function that follows it.
 *
 * The 2016 dialect knows no NOP patching: a hypervisor of that time must refuse
 * this payload with EINVAL, and that is what it is built for there.
 */
#include "config.h"
#include "livepatch.h"

static const char nop_patch_this_fnc[] = "xen_minor_version";

PATCH_FUNC(xen_nop) = {
    .name = nop_patch_this_fnc,
    .new_addr = NULL,
    .old_addr = xen_minor_version,
    .new_size = OLD_CODE_SZ,
    .old_size = OLD_CODE_SZ,
    .version = PATCH_FUNC_VERSION,
};
