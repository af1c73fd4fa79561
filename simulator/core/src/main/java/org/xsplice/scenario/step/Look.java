// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.Optional;
import java.util.Set;
import org.xsplice.plane.ControlPlane;

/** Does nothing: the step only has expectations. */
public record Look() implements Operation {
    @Override
    public String commandLine() {
        return "expect";
    }

    @Override
    public Reply begin(ControlPlane plane) {
        return Reply.done();
    }

    @Override
    public Set<Expectable> expectable() {
        return Expectable.hostAnd();
    }

    @Override
    public Set<Expectable> implied() {
        return Set.of();
    }

    @Override
    public boolean looksOnly() {
        return true;
    }

    @Override
    public Optional<String> whyNotReal() {
        return Optional.of("it has only expectations");
    }
}
