// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.mend;

import java.util.List;

/** What would help against a refusal. */
public sealed interface Mend {
    /** Returns it in a sentence, for people. */
    String text();

    /**
     * Change the file; {@link FileChanges} does it.
     *
     * @param kind what is changed, and what is proven of that; of several the one of which least is proven
     * @param changes to be made one after the other
     */
    record FileEdit(EditKind kind, String text, List<Change> changes) implements Mend {
        public FileEdit {
            changes = List.copyOf(changes);
        }
    }

    /** Build the payload again, or copy it again: the file does not hold what it would take to mend it. */
    record Rebuild(String text) implements Mend {}

    /**
     * Unload what is in the way.
     *
     * @param payload name of a loaded payload
     */
    record Unload(String payload, String text) implements Mend {}

    /** Upload the same file under another name. */
    record UploadAs(String name, String text) implements Mend {}

    /** Do something else than changing a payload or its name. */
    record Otherwise(String text) implements Mend {}
}
