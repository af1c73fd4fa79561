// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What actions come to, on payloads good and damaged; the expected results come from the facts that each row names. */
class ActionTests {
    static List<ActionCase> rows() {
        return ActionRows.ALL;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void endsAsTheFactsSay(ActionCase row) {
        try (ActionHost host = new ActionHost(row.profile())) {
            row.payloads().forEach(host::load);
            for (ActionStep step : row.steps()) {
                assertThat(host.perform(step.act()))
                        .as("%s %s (%s)", row.what(), step.act(), row.fact())
                        .isEqualTo(step.result());
            }
        }
    }
}
