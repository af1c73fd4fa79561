// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XenVersionTests {
    @ParameterizedTest
    @CsvSource({".5, 5", ".5-pre, 4", ".0, 0", ".0-rc3, 0", "-unstable, 0", "'', 0", ".4-xyz, 4", ".12, 12", ".x, 0"})
    void thePointReleaseIsTheOneThatTheBuildContains(String extra, int point) {
        assertThat(new XenVersion(4, 17, extra).point()).isEqualTo(point);
    }
}
