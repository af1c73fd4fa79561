// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.util.Optional;
import org.xsplice.errno.Errno;
import org.xsplice.orders.Choice;
import org.xsplice.orders.Footprint;
import org.xsplice.plane.PayloadStatus;

/** Whoever waits for an action must be able to see how it ended. */
final class ReturnCode implements Property {
    @Override
    public String name() {
        return "rc lost";
    }

    @Override
    public String meaning() {
        return "an action that is over has left its result in the payload's rc";
    }

    @Override
    public Optional<String> after(SteeredHost host, Choice choice, Footprint touched) {
        if (host.accepted().isEmpty() || !host.orders().workOver()) {
            return Optional.empty();
        }
        return host.payloads().stream()
                .filter(payload -> host.accepted().contains(payload.name()))
                .filter(payload -> payload.rc() == Errno.EAGAIN.rc())
                .map(PayloadStatus::name)
                .findFirst()
                .map(name -> "no action is pending, but the rc of " + name + " stays -EAGAIN for ever");
    }
}
