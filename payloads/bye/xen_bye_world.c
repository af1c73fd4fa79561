/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stacked on hello: its dependency is hello's build-id, so it can only be
 * applied after hello.
 */
#include "config.h"
#include "livepatch.h"

static const char bye_world_patch_this_fnc[] = "xen_extra_version";

const char *xen_bye_world(void);

PATCH_FUNC(xen_bye_world) = {
    .name = bye_world_patch_this_fnc,
    .new_addr = xen_bye_world,
    .old_addr = xen_extra_version,
    .new_size = NEW_CODE_SZ,
    .old_size = OLD_CODE_SZ,
    .version = PATCH_FUNC_VERSION,
};
