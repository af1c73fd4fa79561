/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Depends on the hypervisor itself, so it can REPLACE whatever is applied.
 */
#include "config.h"
#include "livepatch.h"

static const char replace_world_patch_this_fnc[] = "xen_extra_version";

const char *xen_replace_world(void);

PATCH_FUNC(xen_replace_world) = {
    .name = replace_world_patch_this_fnc,
    .new_addr = xen_replace_world,
#ifdef XSPLICE_2016
    .old_addr = xen_extra_version,
#endif
    /* Otherwise left NULL: the hypervisor looks the function up by its name. */
    .new_size = NEW_CODE_SZ,
    .old_size = OLD_CODE_SZ,
    .version = PATCH_FUNC_VERSION,
};
