/* SPDX-License-Identifier: GPL-2.0-or-later */
/* There is metadata, of no bytes. */
#include "found.h"
    depends_on_hypervisor
    build_id_note .note.gnu.build-id, a, 0x06
    substitute
    patch xen_minor_version, 16, found_substitute, 6

    .section .modinfo, "a", @progbits
