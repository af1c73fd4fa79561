// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.util.List;
import java.util.Optional;
import org.xsplice.text.FilePosition;
import org.xsplice.text.NearMiss;

/** A mapping whose keys are known: finds its values, and the keys that are unknown, missing or there twice. */
final class Fields {
    private final Value.Mapping mapping;
    private final InputErrors errors;
    private final String what;

    /**
     * @param what names the mapping in messages, for example {@code a step}
     * @param known the keys that it may have
     */
    Fields(Value.Mapping mapping, String what, List<String> known, InputErrors errors) {
        this.mapping = mapping;
        this.errors = errors;
        this.what = what;
        for (int i = 0; i < mapping.fields().size(); i++) {
            Value.Field field = mapping.fields().get(i);
            if (!known.contains(field.key())) {
                errors.add(
                        field.place(),
                        "unknown key \"" + field.key() + "\" in " + what,
                        oneOf(known),
                        NearMiss.of(field.key(), known));
            } else if (first(field.key()) != field) {
                errors.add(
                        field.place(),
                        "the key \"" + field.key() + "\" stands here a second time",
                        "it once; the first is at line "
                                + first(field.key()).place().line());
            }
        }
    }

    /** Lists words as people do: {@code a, b or c}. */
    static String oneOf(List<String> words) {
        int last = words.size() - 1;
        return last < 1 ? String.join("", words) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }

    FilePosition place() {
        return mapping.place();
    }

    boolean has(String key) {
        return first(key) != null;
    }

    /** Returns the value of a key. */
    Optional<Value> find(String key) {
        return Optional.ofNullable(first(key)).map(Value.Field::value);
    }

    /** Returns the value of a key; an input error where it is not there. */
    Optional<Value> require(String key, String expected) {
        if (!has(key)) {
            errors.add(place(), what + " has no key \"" + key + "\"", expected);
        }
        return find(key);
    }

    private Value.Field first(String key) {
        for (Value.Field field : mapping.fields()) {
            if (field.key().equals(key)) {
                return field;
            }
        }
        return null;
    }
}
