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

    /** Finds the only name by which the hypervisor can know what a source file calls {@code bare}: {@code FILE#bare}. */
    Optional<String> knownAs(String bare);

    /** Returns all names that payloads can use, in alphabetical order. */
    Iterable<String> names();

    /** Returns which loaded payload has brought a symbol. */
    Optional<String> provider(String name);

    /** Returns what is known here of the hypervisor with a build-id. */
    Optional<String> built(ByteString id);

    /** Returns how many bytes lie between the address of a symbol and the next symbol; 0 where no symbol begins there. */
    long sizeAt(long address);
}
