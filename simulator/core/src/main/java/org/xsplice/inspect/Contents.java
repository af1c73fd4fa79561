// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.List;

/**
 * What is in a payload file, as far as it can be read.
 *
 * @param relocationsLeftOut how many more relocations there are than are read
 */
public record Contents(
        List<PayloadSection> sections,
        List<Note> notes,
        List<PatchedFunction> functions,
        List<Hook> hooks,
        Extras extras,
        List<NeededSymbol> needed,
        List<Relocation> relocations,
        long relocationsLeftOut) {}
