// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.input.InputKind;

/** Lists from YAML files, which may be made to harm. */
class YamlListTests {
    @TempDir
    Path folder;

    private List<?> read(String text) throws IOException {
        return YamlList.read(Files.writeString(folder.resolve("l.yaml"), text), InputKind.DIFFERENCES, "list");
    }

    private void refuses(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(folder.resolve("l.yaml") + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void readsAList() throws IOException {
        assertThat(read("list:\n  - a\n  - {b: 1}\n")).isEqualTo(List.of("a", Map.of("b", 1)));
        assertThat(read("list: []\n")).isEmpty();
    }

    @Test
    void refusesWhatIsNone() {
        refuses("", "there must be a list called \"list\"");
        refuses("list: 1\n", "there must be a list called \"list\"");
        refuses("list: [\n", "expected");
        assertThatThrownBy(() -> YamlList.read(folder.resolve("none"), InputKind.DIFFERENCES, "list"))
                .hasMessage(folder.resolve("none") + ": there is no such file");
    }

    @Test
    void refusesWhatGrowsOrIsDeep() {
        refuses("list: " + "[".repeat(1_000_000), "nested more than 40 levels deep");
        refuses("list: " + "{a: ".repeat(1_000_000), "nested more than 40 levels deep");
        refuses("list: &a [*a]\n", "aliases");
        refuses("x: &a [1, 2]\nlist: [*a, *a]\n", "aliases");
    }
}
