// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import org.xsplice.elf.ElfBytes;
import org.xsplice.state.Derived;

/**
 * Counts the characters of an image's symbols. Names may share their bytes, so that those of a small file can be more than memory
 * holds; those of a good one are less than the file.
 */
final class NamesLimit {
    private final int most;

    @Derived("counts while an image is being read, before there is a host")
    private long characters;

    NamesLimit(ElfBytes file) {
        most = file.length();
    }

    /**
     * Counts a name, and returns it.
     *
     * @throws ImageException if it is too much by now
     */
    <T extends CharSequence> T counted(T name) {
        characters += name.length();
        if (characters > most) {
            throw new ImageException("the names of the image's symbols are larger than its file; fetch it again");
        }
        return name;
    }
}
