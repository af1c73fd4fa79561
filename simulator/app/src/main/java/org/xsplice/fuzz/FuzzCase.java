// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.xsplice.damage.FieldDamage;

/**
 * One damaged file.
 *
 * @param number from 0
 * @param changes what was done to it, one sentence each
 * @param field there if that is all that was done
 * @param body does with it what is done with such a file
 */
record FuzzCase(
        long number, byte[] file, List<String> changes, Optional<FieldDamage> field, Supplier<CaseResult> body) {
    CaseResult run() {
        return body.get();
    }
}
