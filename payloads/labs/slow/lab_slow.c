/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A CPU can be in this payload's code for as long as one likes: what happens
 * when the payload is reverted, and unloaded, meanwhile?
 */
#include "config.h"
#include "lab.h"
#include "livepatch.h"

static const char lab_slow_patch_this_fnc[] = "lab_slow";

unsigned int lab_slow_2(uint64_t iterations);

PATCH_FUNC(lab_slow) = {
    .name = lab_slow_patch_this_fnc,
    .new_addr = lab_slow_2,
    .old_addr = lab_slow,
    .new_size = NEW_CODE_SZ,
    .old_size = OLD_CODE_SZ,
    .version = PATCH_FUNC_VERSION,
};
