// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The example of the package's comment. */
class PackageExampleTests {
    static final class Gate {
        private final Flag open;
        private final Num passed;

        Gate(HostState state) {
            open = state.flag("gate.open", false);
            passed = state.number("gate.passed", 0);
        }

        void pass() {
            open.set(true);
            passed.add(1);
        }
    }

    @Test
    void goesBack() {
        HostState state = new HostState();
        Gate gate = new Gate(state);
        HostState.Kept before = state.keep();
        gate.pass();
        state.restore(before);
        assertThat(gate.open.get()).isFalse();
        assertThat(gate.passed.get()).isZero();
    }
}
