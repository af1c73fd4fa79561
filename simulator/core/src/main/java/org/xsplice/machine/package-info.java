// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * An emulated x86-64 machine as plain interfaces: memory behind page tables, CPUs that run guest code, faults and
 * snapshots. No type of an engine shows here; another engine can be bound behind it.
 *
 * <pre>{@code
 * try (UnicornMachine machine = new UnicornMachine(1)) {
 *     machine.memory().map(0x1000, Memory.PAGE_SIZE, Permission.RWX);
 *     machine.memory().write(0x1000, new byte[] {(byte) 0xff, (byte) 0xc0, (byte) 0xf4}); // inc eax; hlt
 *     Snapshot before = machine.snapshot();
 *     Stop stop = machine.cpu(0).run(0x1000, 100);
 *     assertThat(stop).isEqualTo(new Stop.Halted());
 *     assertThat(machine.cpu(0).get(Register.RAX)).isEqualTo(1);
 *     machine.restore(before);
 *     assertThat(machine.cpu(0).get(Register.RAX)).isZero();
 * }
 * }</pre>
 */
package org.xsplice.machine;
