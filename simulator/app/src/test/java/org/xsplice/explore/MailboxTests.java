// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.orders.Choice;

/** A virtual CPU takes one hypercall after the other: a step that makes the next begins when the last has been taken. */
class MailboxTests {
    private static final Choice STEP = new Choice(Choice.Kind.STEP, 0);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "busy: {cpu: 1, for: 1us}",
                "hypercall: {cpu: 1, number: 60, args: [2]}",
                "waitqueue: {cpu: 1, domain: 1}"
            })
    void theNextHypercallWaitsForTheLast(String next) {
        String text = """
                version: 1
                steps:
                  - hypercall: {cpu: 1, number: 60, args: [2]}
                  - %s
                """.formatted(next);
        try (SteeredHost host = new SteeredHost(Small.read(folder, text), false)) {
            assertThat(host.choices()).contains(STEP);
            host.take(STEP);
            assertThat(host.choices()).isNotEmpty().doesNotContain(STEP);
        }
    }
}
