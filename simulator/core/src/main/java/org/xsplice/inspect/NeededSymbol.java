// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A symbol that a payload does not define itself.
 *
 * @param payload name of the loaded payload that provides it, or an empty string
 * @param address of the symbol with the name; nothing where it is unknown
 * @param nearMiss for an unknown name, the one that was probably meant, or an empty string
 */
public record NeededSymbol(String name, Provider provider, String payload, OptionalLong address, String nearMiss) {
    /** What is left of a name that is cut has as many characters. */
    static final int SOURCE_CUT = 14;

    /** Longer names are not cut: they are kept elsewhere in the file. */
    static final int SOURCE_CUT_MAX = 18;

    private static final Pattern SOURCE_FILE = Pattern.compile(".*\\.[chSo]");

    NeededSymbol withNearMiss(String guess) {
        return new NeededSymbol(name, provider, payload, address, guess);
    }

    /**
     * Returns what may differ where the host boots another file of the same build, or an empty string. Some versions of the
     * linker keep 14 characters of the name of a source file in a PE file's symbols if it has up to 18, so that a local symbol
     * is called otherwise in xen-*.efi than in xen-syms and xen-*.gz.
     */
    String elsewhere() {
        int hash = name.lastIndexOf('#');
        if (provider != Provider.GUEST || hash < SOURCE_CUT || hash > SOURCE_CUT_MAX) {
            return "";
        }
        if (hash > SOURCE_CUT) {
            return "xen-*.efi of the same build may call it " + name.substring(0, SOURCE_CUT) + name.substring(hash)
                    + ", as some linkers cut the name; then it is not found on a host that boots that";
        }
        return SOURCE_FILE.matcher(name.substring(0, hash)).matches()
                ? ""
                : "the linker of xen-*.efi has cut that name; it is not found on a host that boots xen-*.gz";
    }

    /** Who has a symbol. */
    public enum Provider {
        GUEST,
        PAYLOAD,
        NOBODY
    }
}
