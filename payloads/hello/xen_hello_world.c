/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Applied on the bare hypervisor: xen_extra_version() says "Hello World!".
 */
#include "config.h"
#include "livepatch.h"

static const char hello_world_patch_this_fnc[] = "xen_extra_version";

const char *xen_hello_world(void);

PATCH_FUNC(xen_hello_world) = {
    .name = hello_world_patch_this_fnc,
    .new_addr = xen_hello_world,
    .old_addr = xen_extra_version,
    .new_size = NEW_CODE_SZ,
    .old_size = OLD_CODE_SZ,
    .version = PATCH_FUNC_VERSION,
};
