// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.Optional;
import org.xsplice.state.Hashed;
import org.xsplice.state.StateHash;

/**
 * A range of text with what belongs to it: {@code struct virtual_region} (xen/include/xen/virtual_region.h).
 *
 * @param owner name of the payload, or an empty string for the hypervisor itself
 * @param textSize in bytes
 * @param rodataStart 0 where there is none
 */
public record VirtualRegion(
        String owner,
        long textStart,
        long textSize,
        long rodataStart,
        long rodataSize,
        BugFrames bugFrames,
        ExceptionTable exceptionTable,
        SymbolLookup symbols)
        implements Hashed {

    /** Finds the symbol that an address belongs to. */
    @FunctionalInterface
    public interface SymbolLookup {
        Optional<Symbol> covering(long address);
    }

    @Override
    public void addTo(StateHash hash) {
        hash.add(owner);
        hash.add(textStart);
        hash.add(textSize);
        hash.add(rodataStart);
        hash.add(rodataSize);
    }

    boolean containsText(long address) {
        return Long.compareUnsigned(address - textStart, textSize) < 0;
    }
}
