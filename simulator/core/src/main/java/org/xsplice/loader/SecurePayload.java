// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import org.xsplice.machine.Memory;
import org.xsplice.machine.Permission;
import org.xsplice.profile.Feature;
import org.xsplice.refusal.Check;

/** Gives the payload's regions their permissions. Models xen/common/livepatch.c:secure_payload; refuses nothing. */
final class SecurePayload {
    private final LoadContext context;
    private final LivepatchElf elf;
    private final PayloadLayout layout;

    SecurePayload(LoadContext context, LivepatchElf elf, PayloadLayout layout) {
        this.context = context;
        this.elf = elf;
        this.layout = layout;
    }

    void run() {
        context.enter("secure_payload");
        if (layout.textSize() == 0 && context.profile().debugBuild() && context.has(Feature.TEXT_ASSERTED)) {
            context.suspect(
                    Check.NEW_SYMBOL,
                    elf.eShoff(),
                    "the sections' flags",
                    () -> context.mends().sections().code());
            throw DebugAssertion.failed("text_pages", "xsplice.c:393");
        }
        protect(layout.textAddr(), layout.textSize(), Permission.RX);
        protect(layout.rwAddr(), layout.rwSize(), Permission.RW);
        protect(layout.roAddr(), layout.roSize(), Permission.RO);
    }

    private void protect(long address, long size, Permission permission) {
        if (size != 0) {
            context.memory().protect(address, size + Memory.PAGE_SIZE - 1 & -Memory.PAGE_SIZE, permission);
        }
    }
}
