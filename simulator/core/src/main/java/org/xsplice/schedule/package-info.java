// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * Virtual time, and CPUs that one thread steps in an order that a strategy chooses; and the rendezvous, in which all CPUs
 * stand still while text is changed.
 *
 * <pre>{@code
 * Scheduler scheduler = new Scheduler(hypervisor, profile, clock, Strategy.roundRobin(), Scheduler.DEFAULT_QUANTUM);
 * scheduler.rounds().begin(Goal.Until.WORK_OVER, Duration.ofMillis(1));
 * while (scheduler.rounds().turn()) {
 *     // a host can be kept here
 * }
 * }</pre>
 */
package org.xsplice.schedule;
