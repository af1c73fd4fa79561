/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A load hook that waits until some CPU sets lab_flag.  Hooks run while all
 * CPUs are held, so nobody will; a hook must not wait.  This one gives up in
 * the end, where a real one would not.
 */
#include "config.h"
#include "lab.h"
#include "livepatch.h"

static const char lab_hook_wait_patch_this_fnc[] = "xen_extra_version";

const char *lab_hook_wait_world(void);

PATCH_FUNC(lab_hook_wait) = {
    .name = lab_hook_wait_patch_this_fnc,
    .new_addr = lab_hook_wait_world,
    .old_addr = xen_extra_version,
    .new_size = NEW_CODE_SZ,
    .old_size = OLD_CODE_SZ,
    .version = PATCH_FUNC_VERSION,
};

#define LAB_HOOK_PATIENCE (1u << 20)

static void lab_hook_wait_load(void)
{
    unsigned int round;

    for ( round = 0; round <= LAB_HOOK_PATIENCE && !*(volatile uint32_t *)&lab_flag; round++ )
        asm volatile ( "pause" );
}

LIVEPATCH_LOAD_HOOK(lab_hook_wait_load);
