/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The function to patch is at address 1. */
#include "found.h"
    depends_on_hypervisor
    build_id_note .note.gnu.build-id, a, 0x07
    substitute
    patch 1, 16, found_substitute, 6
