// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.explore;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.xsplice.state.StateHash;

/**
 * The hash of 64 bits of a value: of all that is in it, in order, with what kind of thing it is and how much there is of it.
 * Values are numbers, truth values, strings, names of an enum, bytes, and records, lists, sorted sets and sorted maps of
 * values. Those of Java ({@code hashCode}) have 32 bits, and equal ones for what is often met: {@code {1={p=2}}} and
 * {@code {2={p=1}}}.
 */
final class ValueHash {
    private static final ClassValue<Method[]> PARTS = new ClassValue<>() {
        @Override
        protected Method[] computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getAccessor)
                    .peek(accessor -> accessor.setAccessible(true))
                    .toArray(Method[]::new);
        }
    };

    private enum Kind {
        NUMBER,
        TRUTH,
        STRING,
        BYTES,
        NAME,
        NOTHING,
        SOMETHING,
        LIST,
        SET,
        MAP,
        RECORD
    }

    private final StateHash hash = new StateHash();

    private ValueHash() {}

    /**
     * Returns the hash of a value.
     *
     * @throws IllegalArgumentException if something in it is no value, so that an order is missing or a part may change
     */
    static long of(Object value) {
        ValueHash all = new ValueHash();
        all.add(value);
        return all.hash.value();
    }

    private void add(Object value) {
        if (value instanceof Long || value instanceof Integer) {
            add(Kind.NUMBER, ((Number) value).longValue());
        } else if (value instanceof Boolean truth) {
            add(Kind.TRUTH, truth ? 1 : 0);
        } else if (value instanceof String string) {
            add(Kind.STRING, string.getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof byte[] bytes) {
            add(Kind.BYTES, bytes);
        } else if (value instanceof Enum<?> constant) {
            add(Kind.NAME, constant.name().getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof Optional<?> optional) {
            add(optional.isPresent() ? Kind.SOMETHING : Kind.NOTHING, 0);
            optional.ifPresent(this::add);
        } else if (value instanceof List<?> list) {
            add(Kind.LIST, list.size());
            list.forEach(this::add);
        } else if (value instanceof SortedSet<?> set) {
            add(Kind.SET, set.size());
            set.forEach(this::add);
        } else if (value instanceof SortedMap<?, ?> map) {
            add(Kind.MAP, map.size());
            map.forEach((key, mapped) -> {
                add(key);
                add(mapped);
            });
        } else if (value instanceof Record) {
            addParts(value);
        } else {
            throw new IllegalArgumentException(value + " is not an immutable value with an order");
        }
    }

    private void addParts(Object value) {
        Method[] parts = PARTS.get(value.getClass());
        add(Kind.RECORD, parts.length);
        for (Method part : parts) {
            try {
                add(part.invoke(value));
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException(value + " cannot be read", e);
            }
        }
    }

    private void add(Kind kind, long number) {
        hash.add(kind.ordinal());
        hash.add(number);
    }

    private void add(Kind kind, byte[] bytes) {
        add(kind, bytes.length);
        hash.add(bytes, 0, bytes.length);
    }
}
