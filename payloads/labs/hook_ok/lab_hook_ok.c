/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A load hook as it should be: it adds 1 to lab_count and is done.  The count
 * is the hypervisor's, so the payload has no data of its own and can be applied
 * again after a revert.
 */
#include "config.h"
#include "lab.h"
#include "livepatch.h"

static const char lab_hook_ok_patch_this_fnc[] = "xen_extra_version";

const char *lab_hook_ok_world(void);

PATCH_FUNC(lab_hook_ok) = {
    .name = lab_hook_ok_patch_this_fnc,
    .new_addr = lab_hook_ok_world,
    .old_addr = xen_extra_version,
    .new_size = NEW_CODE_SZ,
    .old_size = OLD_CODE_SZ,
    .version = PATCH_FUNC_VERSION,
};

static void lab_hook_ok_load(void)
{
    lab_count++;
}

LIVEPATCH_LOAD_HOOK(lab_hook_ok_load);
