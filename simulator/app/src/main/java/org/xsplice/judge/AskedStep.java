// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import java.util.Optional;
import org.xsplice.scenario.step.Operation;

/**
 * A step of a scenario as a real hypervisor is asked it.
 *
 * @param number in the file, from 1
 * @param command none where a real one cannot be asked
 * @param remark why not, or an empty string
 */
record AskedStep(int number, Operation operation, Optional<Command> command, String remark) {
    static AskedStep asked(int number, Operation operation, Command command) {
        return new AskedStep(number, operation, Optional.of(command), "");
    }

    static AskedStep passedOver(int number, Operation operation, String remark) {
        return new AskedStep(number, operation, Optional.empty(), remark);
    }
}
