/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload with data of its own that its code changes.  After a revert the
 * data is not what it was, so the payload must not be applied again.
 */
#include "config.h"
#include "livepatch.h"

static const char lab_data_patch_this_fnc[] = "xen_extra_version";

const char *lab_data_world(void);

PATCH_FUNC(lab_data) = {
    .name = lab_data_patch_this_fnc,
    .new_addr = lab_data_world,
    .old_addr = xen_extra_version,
    .new_size = NEW_CODE_SZ,
    .old_size = OLD_CODE_SZ,
    .version = PATCH_FUNC_VERSION,
};
