// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.damage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xsplice.chance.Chance;

/** Damaged texts. */
class TextMutatorTests {
    private static final List<byte[]> TEXTS = List.of(bytes("a: 1\nb: two\n"), bytes("c: [3, x]\nd: {e: 4}\n"));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void everyTextIsDamagedInManyWaysAndTheSameAgain() {
        TextMutator first = new TextMutator(TEXTS, new Chance(7));
        TextMutator second = new TextMutator(TEXTS, new Chance(7));
        Set<String> different = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            Mutant mutant = first.mutate();
            assertThat(mutant.file()).isEqualTo(second.mutate().file());
            assertThat(mutant.changes()).isNotEmpty();
            different.add(new String(mutant.file(), StandardCharsets.ISO_8859_1));
        }
        assertThat(different).hasSizeGreaterThan(400);
    }

    /** Found by itself: a long word was looked at again from each of its letters. */
    @Test
    @Timeout(20)
    void aLongWordTakesNoTime() {
        TextMutator mutator = new TextMutator(List.of(bytes("x".repeat(200_000))), new Chance(1));
        for (int i = 0; i < 60; i++) {
            assertThat(mutator.mutate().changes()).isNotEmpty();
        }
    }
}
