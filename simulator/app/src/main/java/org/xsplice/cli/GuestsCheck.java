// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.util.stream.Stream;
import org.xsplice.hypervisor.EmbeddedGuest;
import org.xsplice.hypervisor.ImageException;

/** Whether the embedded guests can be read. */
final class GuestsCheck {
    private GuestsCheck() {}

    static Finding run() {
        try {
            return new Finding(
                    Finding.Level.OK,
                    "Guests",
                    Stream.of(EmbeddedGuest.values())
                            .map(guest -> guest.variant() + ", build-id "
                                    + guest.image().buildId())
                            .toList());
        } catch (ImageException e) {
            return Finding.missing(
                    "Guests", e.getMessage() + ". Run `git checkout fixtures`, or `make payloads`; then `make build`.");
        }
    }
}
