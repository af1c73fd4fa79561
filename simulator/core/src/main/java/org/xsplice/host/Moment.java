// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.host;

import org.xsplice.machine.Checkpoint;

/** A whole host as it was between two turns; see {@link Host#keep}. */
public final class Moment {
    private final Host of;
    private final Position position;
    private final int events;
    private final int commands;
    private final boolean passing;
    private final Checkpoint plane;

    Moment(Host of, Position position, int events, int commands, boolean passing, Checkpoint plane) {
        this.of = of;
        this.position = position;
        this.events = events;
        this.commands = commands;
        this.passing = passing;
        this.plane = plane;
    }

    /** Returns which moment it is. */
    public Position position() {
        return position;
    }

    /** Returns how many events there had been. */
    public int events() {
        return events;
    }

    /** Returns how many commands the host had been given. */
    int commands() {
        return commands;
    }

    /** Returns whether time was passing, as the last command had it. */
    boolean passing() {
        return passing;
    }

    boolean isOf(Host host) {
        return of == host;
    }

    void putBack() {
        plane.putBack();
    }
}
