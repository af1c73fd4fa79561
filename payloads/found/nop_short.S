/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two bytes of NOPs, for a function that begins with the four of ENDBR64. */
#include "found.h"
    depends_on_hypervisor
    build_id_note .note.gnu.build-id, a, 0x08
    patch 0, 16, 0, 2, aw, ENDBR_FUNCTION
