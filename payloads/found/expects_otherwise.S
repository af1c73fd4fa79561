/* SPDX-License-Identifier: GPL-2.0-or-later */
/* It expects four bytes where there are others. */
#include "found.h"
    depends_on_hypervisor
    build_id_note .note.gnu.build-id, a, 0x0e
    substitute
    patch xen_minor_version, 16, found_substitute, 6, expected=4
