// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import java.util.Optional;
import org.xsplice.event.ByteString;

/** What a mend must know of the hypervisor that the payload is for. */
public interface GuestFacts {
    /** Returns the hypervisor's build-id. */
    ByteString buildId();

    /** Returns the address of a symbol that payloads can use, or 0. */
    long addressOf(String name);

    /** Finds the name by which the hypervisor knows what a source file calls {@code bare}: {@code FILE#bare}. */
    Optional<String> knownAs(String bare);

    /** Returns how many bytes lie between the address of a symbol and the next symbol; 0 where no symbol begins there. */
    long sizeAt(long address);
}
