// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Lines break between words where that is possible. */
class WrapTests {
    @Test
    void breaksLinesBetweenWords() {
        assertThat(Wrap.at(10, "", "  ", "one two three four")).containsExactly("one two", "  three", "  four");
        assertThat(Wrap.at(10, "> ", "  ", "short")).containsExactly("> short");
        assertThat(Wrap.at(10, "", "", "")).containsExactly("");
    }

    @Test
    void breaksWordsThatAreTooLong() {
        assertThat(Wrap.at(6, "", "  ", "abcdefghijklm")).containsExactly("abcdef", "  ghij", "  klm");
        assertThat(Wrap.at(6, "", "  ", "  abcdefgh")).containsExactly("  abcd", "  efgh");
    }

    @Test
    void keepsBlanksWithinALine() {
        assertThat(Wrap.at(20, "", "", "    name  patch")).containsExactly("    name  patch");
    }

    @Test
    void aLineEndInTheTextIsNoNewBeginning() {
        assertThat(Wrap.at(20, "# ", "  ", "one\ntwo\n")).containsExactly("# one", "  two", "  ");
    }

    @Test
    void noCharacterIsCutInTwo() {
        assertThat(Wrap.at(4, "", "", "abc😀def")).containsExactly("abc", "😀de", "f");
    }
}
