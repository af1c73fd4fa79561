// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.event;

/**
 * A CPU that had not done its part of a rendezvous when the time was over.
 *
 * @param phase what it did
 * @param at where in the guest's code it was: function, offset and size; empty where it executed none
 * @param interruptsOn whether it could be interrupted
 */
public record LateCpu(int cpu, CpuPhase phase, String at, boolean interruptsOn) {}
