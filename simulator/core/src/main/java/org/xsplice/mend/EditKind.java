// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import java.util.Locale;

/** The kinds of changes of a file that are proposed, each with what is proven of it: docs/inspect.md has them in a table. */
public enum EditKind {
    HEADER(Proof.SAME_BYTES, "a field of the ELF header"),
    TABLES(Proof.SAME_BYTES, "headers and places of the symbol, string, name and relocation tables"),
    ALIGNMENT(Proof.SAME_BYTES, "a section's alignment"),
    ZEROS(Proof.SAME_BYTES, "the size of a section of zeros, down to what symbols cover"),
    UNLOADED(Proof.SAME_BYTES, "the size of a section that is not loaded"),
    RELOCATION_TYPE(Proof.SAME_BYTES, "a type that no assembler makes, in code or in a table of pointers"),
    FULL_NAME(Proof.SAME_BYTES, "a symbol's name, to that of the only one like it in the hypervisor"),
    OLD_ADDRESS(Proof.SAME_BYTES, "old_addr, to where the name of the entry leads"),
    HOOK(Proof.SAME_BYTES, "the size of a section of hooks, to the pointers that relocations fill in"),
    COMMON(Proof.SAME_BYTES, "a common symbol gets its own place, as with -fno-common"),

    NOTE(Proof.METADATA, "the header of a note, or the few bytes in which its build-id differs"),
    NOTE_ADDED(Proof.METADATA, "a note whose content another note tells, or the payload's own build-id"),
    OLD_SIZE(Proof.METADATA, "old_size, to what the hypervisor's symbols tell"),
    NEW_SIZE(Proof.METADATA, "new_size, to the size of the new function's symbol"),
    FUNCTION_VERSION(Proof.METADATA, "the version of an entry of this release's size"),
    NEW_NAME(Proof.METADATA, "the name of a symbol that the payload brings"),
    SECTION_NAME(Proof.METADATA, "the name of a section that its content or relocations tell"),
    MODINFO(Proof.METADATA, "the end of .modinfo"),

    EXTENT(Proof.NONE, "a section's size or place, guessed from what is around it"),
    ENTRIES(Proof.NONE, "how many function entries there are"),
    FLAGS(Proof.NONE, "whether a section is loaded, written or executed"),
    HIDDEN(Proof.NONE, "a section is no longer found by its name"),
    SYMBOL_NAME(Proof.NONE, "a symbol gets a name that nothing else has"),
    SYMBOL_SECTION(Proof.NONE, "the section or value of a symbol"),
    IDLE_RELOCATION(Proof.NONE, "the symbol of a relocation of type 0, which may have had another type"),
    RELOCATION_SYMBOL(Proof.NONE, "the symbol of a relocation, guessed from those that nothing refers to"),
    RELOCATION_PLACE(Proof.NONE, "the place of a relocation, guessed from those that nothing fills in"),
    RELOCATION_ADDEND(Proof.NONE, "the addend of a relocation"),
    POINTER(Proof.NONE, "the type of a relocation in data"),
    FUNCTION_POINTER(Proof.NONE, "where an entry points to, guessed from the symbols that nothing refers to"),
    XEN_NOTE(Proof.NONE, "a note that says what the payload was built for");

    private final Proof proof;
    private final String what;

    EditKind(Proof proof, String what) {
        this.proof = proof;
        this.what = what;
    }

    public Proof proof() {
        return proof;
    }

    /** Returns what is changed, for people. */
    public String what() {
        return what;
    }

    /** Returns the word for it in reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the one of two of which less is proven. */
    public EditKind weaker(EditKind other) {
        return other.proof.compareTo(proof) > 0 ? other : this;
    }
}
