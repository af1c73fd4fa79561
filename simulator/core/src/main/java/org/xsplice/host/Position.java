// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.host;

import org.xsplice.time.VirtualTime;

/**
 * A moment in the life of a host. Moments are in a total order: by turns, then by instructions within the turn that comes
 * next. Time never goes back from one turn to the next.
 *
 * @param time virtual time
 * @param turn how many turns of CPUs and how many commands are over
 * @param instruction how many instructions of guest code the next turn has executed; 0 between two turns
 */
public record Position(VirtualTime time, long turn, long instruction) implements Comparable<Position> {
    @Override
    public int compareTo(Position other) {
        int byTurn = Long.compare(turn, other.turn);
        return byTurn != 0 ? byTurn : Long.compare(instruction, other.instruction);
    }

    /** Returns the moment this many instructions into the turn that comes next. */
    public Position plusInstructions(long more) {
        return new Position(time, turn, instruction + more);
    }

    @Override
    public String toString() {
        return time.nanos() + "ns/" + turn + (instruction == 0 ? "" : "+" + instruction);
    }
}
