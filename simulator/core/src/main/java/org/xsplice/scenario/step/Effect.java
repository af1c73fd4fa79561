// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

/** What an operation sets going on a host, where it is accepted. */
public sealed interface Effect {
    /** A payload is there under that name. */
    record Loads(String name) implements Effect {}

    /** The payload of that name is gone. */
    record Unloads(String name) implements Effect {}

    /** An action on the payload of that name is scheduled: CPUs will be gathered for it. */
    record Schedules(String name) implements Effect {}

    /** The virtual CPU of that CPU makes a hypercall; it has room for one only. */
    record Calls(int cpu) implements Effect {}

    /** Nothing but that time passes. */
    record Passes() implements Effect {}

    /** Something else, or nothing. */
    record Other() implements Effect {}
}
