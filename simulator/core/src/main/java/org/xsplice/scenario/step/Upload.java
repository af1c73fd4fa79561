// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import java.util.Optional;
import java.util.Set;
import org.xsplice.event.ByteString;
import org.xsplice.plane.ControlPlane;

/**
 * Uploads a payload.
 *
 * @param file as the scenario names it
 * @param content of the file
 */
public record Upload(String name, String file, ByteString content) implements Operation {
    @Override
    public String commandLine() {
        return "upload " + name + " " + file;
    }

    @Override
    public String title() {
        return "upload " + name;
    }

    @Override
    public Reply begin(ControlPlane plane) {
        return Reply.of(plane.upload(name, content.toArray()));
    }

    @Override
    public Optional<String> payload() {
        return Optional.of(name);
    }

    @Override
    public Effect effect() {
        return new Effect.Loads(name);
    }

    @Override
    public Set<Expectable> expectable() {
        return Expectable.hostAnd(Expectable.ERRNO, Expectable.STRICT, Expectable.STATE, Expectable.DIES);
    }
}
