// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cause;

import static org.xsplice.text.Formats.format;

import java.util.Optional;
import org.xsplice.mend.Mend;
import org.xsplice.refusal.Check;

/** The name of a symbol that the payload brings is that of one which is there already. */
final class TakenName {
    private TakenName() {}

    static Optional<Cause> cause(Stopped stopped) {
        if (stopped.check() != Check.NEW_SYMBOL || stopped.symbol().isEmpty()) {
            return Optional.empty();
        }
        String name = stopped.evidence().symbolName(stopped.symbol().getAsInt());
        Optional<String> owner = stopped.guest().provider(name);
        if (owner.isPresent()) {
            return owner.map(payload -> Cause.of(
                    format("the payload %s, which is loaded, brings %s already", payload, name),
                    new Mend.Unload(
                            payload,
                            format(
                                    "revert and unload %s first; or give %s another name in the source",
                                    payload, name))));
        }
        return stopped.guest().addressOf(name) == 0
                ? Optional.empty()
                : Optional.of(new Cause("the hypervisor itself has " + name + " already", Optional.empty()));
    }
}
