// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The state of a simulated host, declared once: keeping it, putting it back and hashing it are derived from the declaration,
 * so none of the three can forget a field.
 *
 * <p>A class that has something to remember asks the host's {@link org.xsplice.state.HostState} for cells when it is made:
 *
 * <pre>{@code
 * final class Gate {
 *     private final Flag open;
 *     private final Num passed;
 *
 *     Gate(HostState state) {
 *         open = state.flag("gate.open", false);
 *         passed = state.number("gate.passed", 0);
 *     }
 *
 *     void pass() {
 *         open.set(true);
 *         passed.add(1);
 *     }
 * }
 * }</pre>
 *
 * <p>Whoever has the state can go back, without knowing of gates:
 *
 * <pre>{@code
 * HostState.Kept before = state.keep();
 * gate.pass();
 * state.restore(before);
 * }</pre>
 *
 * <p>Guest memory and registers are not in it: the machine has them, and its snapshots keep them.
 */
package org.xsplice.state;
