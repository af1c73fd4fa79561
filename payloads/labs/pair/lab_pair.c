/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Two functions that must change together: a caller of both must never see one
 * generation from the first and another from the second.
 */
#include "config.h"
#include "lab.h"
#include "livepatch.h"

static const char lab_pair_patches_first[] = "lab_first";
static const char lab_pair_patches_second[] = "lab_second";

unsigned int lab_pair_first(void);
unsigned int lab_pair_second(void);

PATCH_FUNC(lab_pair_first) = {
    .name = lab_pair_patches_first,
    .new_addr = lab_pair_first,
    .old_addr = lab_first,
    .new_size = NEW_CODE_SZ_lab_first,
    .old_size = OLD_CODE_SZ_lab_first,
    .version = PATCH_FUNC_VERSION,
};

PATCH_FUNC(lab_pair_second) = {
    .name = lab_pair_patches_second,
    .new_addr = lab_pair_second,
    .old_addr = lab_second,
    .new_size = NEW_CODE_SZ_lab_second,
    .old_size = OLD_CODE_SZ_lab_second,
    .version = PATCH_FUNC_VERSION,
};
