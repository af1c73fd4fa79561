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
    /** A COFF symbol table keeps as many characters of the name of a source file. */
    static final int SOURCE_IN_PE = 14;

    private static final Pattern SOURCE_FILE = Pattern.compile(".*\\.[chSo]");

    NeededSymbol withNearMiss(String guess) {
        return new NeededSymbol(name, provider, payload, address, guess);
    }

    /**
     * Returns what differs where the host boots another file of the same build, or an empty string: PE cuts the names of
     * source files, so that a local symbol is called otherwise in xen-*.efi than in xen-syms and xen-*.gz.
     */
    String elsewhere() {
        int hash = name.lastIndexOf('#');
        if (provider != Provider.GUEST || hash < SOURCE_IN_PE) {
            return "";
        }
        if (hash > SOURCE_IN_PE) {
            return "xen-*.efi calls it " + name.substring(0, SOURCE_IN_PE) + name.substring(hash)
                    + ", so it is not found on a host that boots that";
        }
        return SOURCE_FILE.matcher(name.substring(0, hash)).matches()
                ? ""
                : "that is its name in xen-*.efi; it is not found on a host that boots xen-*.gz, which has the whole path";
    }

    /** Who has a symbol. */
    public enum Provider {
        GUEST,
        PAYLOAD,
        NOBODY
    }
}
