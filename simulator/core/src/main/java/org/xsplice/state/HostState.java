// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * All that a host remembers outside its guest's memory and registers, in cells. Whoever has something to remember declares a
 * cell here when it is made, and changes it through the cell; {@link #keep}, {@link #restore} and {@link #hash} go over all
 * cells and know nothing of their owners. So nothing can be forgotten: a test fails for a class with a field that changes and is
 * not a cell, unless the field is marked {@link Derived}, with a reason, or {@link Fixed}.
 *
 * <pre>{@code
 * HostState state = new HostState();
 * Num semaphore = state.number("work.semaphore", -1);
 * Ref<List<String>> names = state.value("store.names", List.of());
 *
 * HostState.Kept before = state.keep();
 * semaphore.add(1);
 * names.set(List.of("hello"));
 * state.restore(before);                  // -1 and an empty list again
 * }</pre>
 *
 * <p>There are numbers (of 64 bits; flags and ordinals too) and values (immutable objects). All numbers are in one array and
 * all values in another, so keeping a host costs two copies of arrays. A number that only tells how far the host has come is
 * kept, but not hashed: two hosts that differ only in their time are in the same state.
 *
 * <p>Cells can be declared at any time. What was kept before a cell was declared puts its first value back.
 */
public final class HostState {
    private final List<String> numberNames = new ArrayList<>();
    private final List<String> valueNames = new ArrayList<>();
    /** The first values of numbers and of values. */
    private long[] firstNumbers = {};

    private Object[] firstValues = {};
    /** Which numbers only tell how far the host has come. */
    private boolean[] progress = {};

    private long[] numbers = {};
    private Object[] values = {};
    /** The hash of each value, and of which object it is: values change rarely. */
    private long[] valueHashes = {};

    private Object[] hashed = {};

    /** Declares a number. */
    public Num number(String name, long first) {
        return new Num(this, declareNumbers(name, 1, first, false));
    }

    /**
     * Declares a number that only tells how far the host has come, such as a time or a count of turns. It is kept, but does
     * not make a state another one.
     */
    public Num progress(String name, long first) {
        return new Num(this, declareNumbers(name, 1, first, true));
    }

    /** Declares a number for each of several things, such as CPUs. */
    public Nums numbers(String name, int count, long first) {
        return new Nums(this, declareNumbers(name, count, first, false), count);
    }

    /** Declares a number as {@link #progress} does for each of several things. */
    public Nums progresses(String name, int count, long first) {
        return new Nums(this, declareNumbers(name, count, first, true), count);
    }

    /** Declares a flag. */
    public Flag flag(String name, boolean first) {
        return new Flag(number(name, first ? 1 : 0));
    }

    /** Declares a yes or no for each of several things. */
    public Flags flags(String name, int count, boolean first) {
        return new Flags(numbers(name, count, first ? 1 : 0));
    }

    /**
     * Declares a value.
     *
     * @param first immutable, as whatever is set later; of a kind that {@link StateHash#add(Object)} takes
     */
    public <T> Ref<T> value(String name, T first) {
        int index = valueNames.size();
        valueNames.add(name);
        firstValues = Arrays.copyOf(firstValues, index + 1);
        firstValues[index] = first;
        values = Arrays.copyOf(values, index + 1);
        values[index] = first;
        valueHashes = Arrays.copyOf(valueHashes, index + 1);
        hashed = Arrays.copyOf(hashed, index + 1);
        hashed[index] = this;
        return new Ref<>(this, index);
    }

    private int declareNumbers(String name, int count, long first, boolean isProgress) {
        int index = numberNames.size();
        for (int i = 0; i < count; i++) {
            numberNames.add(count == 1 ? name : name + "[" + i + "]");
        }
        firstNumbers = Arrays.copyOf(firstNumbers, index + count);
        Arrays.fill(firstNumbers, index, index + count, first);
        numbers = Arrays.copyOf(numbers, index + count);
        Arrays.fill(numbers, index, index + count, first);
        progress = Arrays.copyOf(progress, index + count);
        Arrays.fill(progress, index, index + count, isProgress);
        return index;
    }

    long number(int index) {
        return numbers[index];
    }

    void setNumber(int index, long value) {
        numbers[index] = value;
    }

    Object value(int index) {
        return values[index];
    }

    void setValue(int index, Object value) {
        values[index] = value;
    }

    /** Returns the names of all cells, numbers first, each in the order of declaration. */
    public List<String> names() {
        List<String> names = new ArrayList<>(numberNames);
        names.addAll(valueNames);
        return Collections.unmodifiableList(names);
    }

    /** Keeps what all cells hold. */
    public Kept keep() {
        return new Kept(this, numbers.clone(), values.clone());
    }

    /**
     * Makes all cells hold what they held.
     *
     * @param kept of this host; it can be restored again
     * @throws IllegalArgumentException if it is of another host
     */
    public void restore(Kept kept) {
        if (kept.of != this) {
            throw new IllegalArgumentException("what was kept is of another host");
        }
        put(kept.numbers, firstNumbers, numbers);
        put(kept.values, firstValues, values);
    }

    private static void put(Object then, Object first, Object now) {
        int known = java.lang.reflect.Array.getLength(then);
        System.arraycopy(then, 0, now, 0, known);
        System.arraycopy(first, known, now, known, java.lang.reflect.Array.getLength(now) - known);
    }

    /**
     * Returns a hash of all cells, without those that only tell how far the host has come. Two hosts that differ have the
     * same one with a probability of 2^-64.
     */
    public long hash() {
        StateHash hash = new StateHash();
        for (int i = 0; i < numbers.length; i++) {
            if (!progress[i]) {
                hash.add(numbers[i]);
            }
        }
        for (int i = 0; i < values.length; i++) {
            hash.add(hashOfValue(i));
        }
        return hash.value();
    }

    private long hashOfValue(int index) {
        Object value = values[index];
        if (hashed[index] != value) {
            StateHash hash = new StateHash();
            hash.add(value);
            valueHashes[index] = hash.value();
            hashed[index] = value;
        }
        return valueHashes[index];
    }

    /** What the cells of a host held at one moment. */
    public static final class Kept {
        private final HostState of;
        private final long[] numbers;
        private final Object[] values;

        private Kept(HostState of, long[] numbers, Object[] values) {
            this.of = of;
            this.numbers = numbers;
            this.values = values;
        }

        /** Returns the same, except for one cell, which holds what it does now: for tests of what forgets a cell. */
        Kept forgetting(int cell) {
            Kept forgetful = new Kept(of, numbers.clone(), values.clone());
            if (cell < numbers.length) {
                forgetful.numbers[cell] = of.numbers[cell];
            } else {
                forgetful.values[cell - numbers.length] = of.values[cell - numbers.length];
            }
            return forgetful;
        }

        /** Returns the names of the cells that hold something else now. */
        public List<String> changed() {
            List<String> changed = new ArrayList<>();
            for (int i = 0; i < numbers.length; i++) {
                if (numbers[i] != of.numbers[i]) {
                    changed.add(of.numberNames.get(i));
                }
            }
            for (int i = 0; i < values.length; i++) {
                if (!values[i].equals(of.values[i])) {
                    changed.add(of.valueNames.get(i));
                }
            }
            return changed;
        }
    }
}
