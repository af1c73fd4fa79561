// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.HexFormat;
import org.xsplice.profile.CpuModel;

/** Fills code with NOPs, the longest first. Models xen/arch/x86/alternative.c:add_nops. */
public final class NopFill {
    private NopFill() {}

    /** Returns this many bytes of NOPs. */
    public static byte[] of(CpuModel.Nops family, int length) {
        byte[] code = new byte[length];
        for (int at = 0; at < length; ) {
            byte[] nop = HexFormat.of().parseHex(family.form(Math.min(length - at, family.longest())));
            System.arraycopy(nop, 0, code, at, nop.length);
            at += nop.length;
        }
        return code;
    }
}
