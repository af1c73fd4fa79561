// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.remedy;

import java.util.List;

/** What would help against a refusal. */
public sealed interface Remedy {
    /** Returns it in a sentence, for people. */
    String advice();

    /**
     * Change the file; {@link Repair} does it.
     *
     * @param changes to be made one after the other
     */
    record Edit(String advice, List<Change> changes) implements Remedy {
        public Edit {
            changes = List.copyOf(changes);
        }
    }

    /** Build the payload again, or copy it again: the file does not hold what it would take to mend it. */
    record Rebuild(String advice) implements Remedy {}

    /**
     * Unload what is in the way.
     *
     * @param payload name of a loaded payload
     */
    record Unload(String payload, String advice) implements Remedy {}

    /** Upload the same file under another name. */
    record UploadAs(String name, String advice) implements Remedy {}

    /** Do something else than changing a payload or its name. */
    record Otherwise(String advice) implements Remedy {}
}
