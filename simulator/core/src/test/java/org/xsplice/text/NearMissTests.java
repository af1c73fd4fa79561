// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was probably meant is guessed. */
class NearMissTests {
    @ParameterizedTest
    @CsvSource({
        "uplod, upload",
        "uplaod, upload",
        "uploads, upload",
        "Upload, upload",
        "lst, list",
        "x, ''",
        "something, ''"
    })
    void guessesWhatWasMeant(String word, String meant) {
        assertThat(NearMiss.of(word, List.of("upload", "unload", "list", "apply")))
                .isEqualTo(meant);
    }

    @Test
    void theNearestOfSeveralIsMeant() {
        assertThat(NearMiss.of("inload", List.of("upload", "unload"))).isEqualTo("unload");
    }
}
