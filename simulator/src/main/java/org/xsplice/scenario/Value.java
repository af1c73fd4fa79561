// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario;

import java.util.List;

/** A YAML value with its place. */
sealed interface Value {
    Place place();

    /** Names the kind of value, for people. */
    String kind();

    /**
     * A scalar.
     *
     * @param plain whether it stood there without quotes
     */
    record Scalar(Place place, String text, boolean plain) implements Value {
        boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        @Override
        public String kind() {
            return isNull() ? "nothing" : "\"" + text + "\"";
        }
    }

    /** A list. */
    record Items(Place place, List<Value> values) implements Value {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** A mapping; its keys are not known to be unique. */
    record Mapping(Place place, List<Field> fields) implements Value {
        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** A key with its value. */
    record Field(Place place, String key, Value value) {}
}
