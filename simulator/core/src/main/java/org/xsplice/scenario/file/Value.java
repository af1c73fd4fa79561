// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.util.List;
import org.xsplice.text.FilePosition;

/** A YAML value with its place. */
sealed interface Value {
    FilePosition place();

    /** Names the kind of value, for people. */
    String kind();

    /**
     * A scalar.
     *
     * @param plain whether it stood there without quotes
     */
    record Scalar(FilePosition place, String text, boolean plain) implements Value {
        boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        @Override
        public String kind() {
            return isNull() ? "nothing" : "\"" + text + "\"";
        }
    }

    /** A list. */
    record Items(FilePosition place, List<Value> values) implements Value {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** A mapping; its keys are not known to be unique. */
    record Mapping(FilePosition place, List<Field> fields) implements Value {
        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** A key with its value. */
    record Field(FilePosition place, String key, Value value) {}
}
