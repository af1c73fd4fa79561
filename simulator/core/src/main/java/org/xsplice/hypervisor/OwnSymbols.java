// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.xsplice.elf.ElfBytes;

/**
 * The symbol table that a Xen image carries within itself, compressed, and looks names up in. Models
 * xen/common/symbols.c:symbols_expand_symbol over what xen/tools/symbols.c writes.
 */
final class OwnSymbols {
    private static final int TOKENS = 256;
    /** {@code KSYM_NAME_LEN}: no name is longer, and so no part of one. */
    private static final int NAME_MAX = 127;

    private final ElfBytes file;
    private final ToLongFunction<String> fileOffset;

    /**
     * @param fileOffset gives the file offset of what an ELF symbol names, or -1 where there is none
     */
    OwnSymbols(ElfBytes file, ToLongFunction<String> fileOffset) {
        this.file = file;
        this.fileOffset = fileOffset;
    }

    /** Returns whether the image has such a table, in the form with 32-bit offsets. */
    boolean present() {
        return fileOffset.applyAsLong("symbols_offsets") >= 0
                && fileOffset.applyAsLong("symbols_names") >= 0
                && fileOffset.applyAsLong("symbols_token_table") >= 0
                && fileOffset.applyAsLong("symbols_token_index") >= 0
                && fileOffset.applyAsLong("symbols_num_syms") >= 0;
    }

    /**
     * Expands the table, in its order: by address.
     *
     * @param origin what the offsets count from ({@code SYMBOLS_ORIGIN})
     */
    List<Symbol> read(long origin) {
        String[] tokens = tokens();
        long names = fileOffset.applyAsLong("symbols_names");
        long offsets = fileOffset.applyAsLong("symbols_offsets");
        long count = Integer.toUnsignedLong(file.u32(fileOffset.applyAsLong("symbols_num_syms")));
        List<Symbol> symbols = new ArrayList<>();
        NamesLimit limit = new NamesLimit(file);
        for (long i = 0; i < count && names < file.length(); i++) {
            int length = file.u8(names);
            StringBuilder name = new StringBuilder();
            for (int j = 1; j <= length; j++) {
                name.append(tokens[file.u8(names + j)]);
            }
            limit.counted(name);
            names += length + 1L;
            long address = origin + Integer.toUnsignedLong(file.u32(offsets + 4 * i));
            if (name.length() > 1) {
                symbols.add(new Symbol(name.substring(1), address, 0));
            }
        }
        return symbols;
    }

    private String[] tokens() {
        long table = fileOffset.applyAsLong("symbols_token_table");
        long index = fileOffset.applyAsLong("symbols_token_index");
        String[] tokens = new String[TOKENS];
        for (int i = 0; i < TOKENS; i++) {
            tokens[i] = file.string(table + file.u16(index + 2L * i), NAME_MAX);
        }
        return tokens;
    }
}
