// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NeededSymbolTests {
    private static String elsewhere(String name, NeededSymbol.Provider provider) {
        return new NeededSymbol(name, provider, "", OptionalLong.of(1), "").elsewhere();
    }

    @Test
    void localNamesOfLongPathsDifferBetweenTheFilesOfABuild() {
        assertThat(elsewhere("arch/x86/apic.c#x", NeededSymbol.Provider.GUEST))
                .startsWith("xen-*.efi of the same build may call it arch/x86/apic.#x");
        assertThat(elsewhere("arch/x86/apic.#x", NeededSymbol.Provider.GUEST))
                .startsWith("the linker of xen-*.efi has cut that name");
    }

    @Test
    void othersAreCalledTheSameEverywhere() {
        assertThat(elsewhere("printk", NeededSymbol.Provider.GUEST)).isEmpty();
        assertThat(elsewhere("domctl.c#x", NeededSymbol.Provider.GUEST)).isEmpty();
        assertThat(elsewhere("common/sched.c#x", NeededSymbol.Provider.GUEST)).isEmpty();
        assertThat(elsewhere("common/livepatch.c#x", NeededSymbol.Provider.GUEST))
                .startsWith("xen-*.efi");
        assertThat(elsewhere("arch/x86/livepatch.c#x", NeededSymbol.Provider.GUEST))
                .isEmpty();
        assertThat(elsewhere("arch/x86/apic.c#x", NeededSymbol.Provider.NOBODY)).isEmpty();
    }
}
