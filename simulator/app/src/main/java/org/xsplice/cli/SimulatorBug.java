// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.util.List;

/** Something happened in a run that no input should be able to cause. */
final class SimulatorBug extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> replay;

    /**
     * @param replay the arguments that make it happen again, seed and all
     */
    SimulatorBug(Throwable cause, List<String> replay) {
        super(cause);
        this.replay = List.copyOf(replay);
    }

    List<String> replay() {
        return replay;
    }
}
