// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.support;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.xsplice.engine.Engine;
import org.xsplice.engine.EngineFinder;
import org.xsplice.machine.unicorn.UnicornMachine;

/** Skips tests that need an engine, or a newer one, where Debian's packages had to stand in for the wheels. */
public final class Engines {
    private Engines() {}

    /** Goes on only where there is Keystone. */
    public static void requireKeystone() {
        assumeTrue(EngineFinder.find(Engine.KEYSTONE).isPresent(), "Keystone is not there; run `make engines`");
    }

    /** Goes on only where Unicorn has a TLB hook: CPUs that lag behind, and guest code that writes text, need it. */
    public static void requireTlbHook() {
        String version = UnicornMachine.engineVersion();
        assumeFalse(
                version.startsWith("2.0."), "Unicorn is " + version + "; 2.1 or newer is needed; run `make engines`");
    }
}
