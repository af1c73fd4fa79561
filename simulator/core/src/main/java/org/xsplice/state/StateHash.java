// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.state;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** A hash of 64 bits over numbers, bytes and values, in order: multiply, xor and shift, as MurmurHash3 finishes. */
public final class StateHash {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final ClassValue<Method[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected Method[] computeValue(Class<?> type) {
            Method[] accessors = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getAccessor)
                    .toArray(Method[]::new);
            Arrays.stream(accessors).forEach(accessor -> accessor.setAccessible(true));
            return accessors;
        }
    };

    private long state = 0x9e3779b97f4a7c15L;

    /** Adds a number. */
    public void add(long value) {
        long mixed = (state ^ value) * 0xff51afd7ed558ccdL;
        mixed ^= mixed >>> 33;
        mixed *= 0xc4ceb9fe1a85ec53L;
        state = mixed ^ mixed >>> 29;
    }

    /**
     * Adds bytes of an array.
     *
     * @param end index after the last one
     */
    public void add(byte[] bytes, int from, int end) {
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            add((long) LONGS.get(bytes, at));
        }
        for (; at < end; at++) {
            add(bytes[at]);
        }
    }

    /** Adds a string. */
    public void add(String text) {
        add(text.length());
        for (int i = 0; i < text.length(); i++) {
            add(text.charAt(i));
        }
    }

    /**
     * Adds a value: a string, a number, a truth value, an enum constant, a class, a {@link Hashed}, or a record, a list, a
     * bit set, a sorted map or an optional of such.
     *
     * @throws IllegalArgumentException if it is of another kind
     */
    public void add(Object value) {
        if (value instanceof Hashed hashed) {
            hashed.addTo(this);
        } else if (value instanceof String text) {
            add(text);
        } else if (value instanceof Number number) {
            add(number.longValue());
        } else if (value instanceof Boolean truth) {
            add(truth ? 1 : 2);
        } else if (value instanceof Enum<?> constant) {
            add(constant.ordinal());
        } else if (value instanceof Class<?> type) {
            add(type.getName());
        } else if (value instanceof Optional<?> optional) {
            add(optional.isPresent() ? 1 : 0);
            optional.ifPresent(this::add);
        } else if (value instanceof Record) {
            addRecord(value);
        } else {
            addMany(value);
        }
    }

    private void addMany(Object value) {
        if (value instanceof SortedMap<?, ?> map) {
            add(map.size());
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                add(entry.getKey());
                add(entry.getValue());
            }
        } else if (value instanceof Collection<?> collection) {
            add(collection.size());
            collection.forEach(this::add);
        } else if (value instanceof BitSet bits) {
            long[] words = bits.toLongArray();
            add(words.length);
            Arrays.stream(words).forEach(this::add);
        } else {
            throw new IllegalArgumentException("no part of a state: " + value.getClass());
        }
    }

    private void addRecord(Object value) {
        add(value.getClass().getName());
        try {
            for (Method accessor : COMPONENTS.get(value.getClass())) {
                add(accessor.invoke(value));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the hash of what was added. */
    public long value() {
        return state;
    }
}
