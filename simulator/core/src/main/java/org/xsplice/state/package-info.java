// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * The state of a simulated host, declared once: keeping it, putting it back and hashing it are derived from the
 * declaration, so none of the three can forget a field.
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
 * }
 * }</pre>
 *
 * <p>What is in guest memory and in registers is the machine's, and kept by its snapshots.
 */
package org.xsplice.state;
