// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.support;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xsplice.state.Derived;

/**
 * All that the objects of a host hold, field by field, found by walking from one object to the next: what is forgotten when a
 * host is kept shows here, whether or not anything asks for it.
 */
public final class HostGraph {
    private static final List<String> WALKED = List.of(
            "org.xsplice.hypervisor.",
            "org.xsplice.schedule.",
            "org.xsplice.payload.",
            "org.xsplice.plane.",
            "org.xsplice.orders.",
            "org.xsplice.chance.",
            "org.xsplice.state.");

    private final Map<Object, Boolean> seen = new IdentityHashMap<>();
    private final List<String> lines = new ArrayList<>();

    private HostGraph() {}

    /** Returns a line for each value that can be reached from a host's plane. */
    public static List<String> of(Object root) {
        HostGraph graph = new HostGraph();
        graph.walk(root.getClass().getSimpleName(), root);
        return graph.lines;
    }

    private void walk(String path, Object value) {
        if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean) {
            lines.add(path + " = " + value);
        } else if (value instanceof Enum<?> || value instanceof Character || value instanceof BitSet) {
            lines.add(path + " = " + value);
        } else if (value instanceof Optional<?> optional) {
            walk(path + "?", optional.orElse(null));
        } else if (value.getClass().isArray()) {
            walkArray(path, value);
        } else if (value instanceof Map<?, ?> map) {
            lines.add(path + " has " + map.size());
            map.forEach((key, entry) -> walk(path + "{" + key + "}", entry));
        } else if (value instanceof Collection<?> collection) {
            walkCollection(path, collection);
        } else if (isWalked(value)) {
            walkObject(path, value);
        }
    }

    private static boolean isWalked(Object value) {
        return WALKED.stream().anyMatch(value.getClass().getName()::startsWith);
    }

    private void walkArray(String path, Object array) {
        lines.add(path + " has " + Array.getLength(array));
        for (int i = 0; i < Array.getLength(array); i++) {
            walk(path + "[" + i + "]", Array.get(array, i));
        }
    }

    private void walkCollection(String path, Collection<?> collection) {
        lines.add(path + " has " + collection.size());
        int i = 0;
        for (Object element : collection) {
            walk(path + "[" + (collection instanceof Set ? "" : i++) + "]", element);
        }
    }

    private void walkObject(String path, Object object) {
        if (seen.put(object, true) != null) {
            return;
        }
        for (Class<?> type = object.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.isAnnotationPresent(Derived.class)) {
                    walk(path + "." + field.getName(), valueOf(field, object));
                }
            }
        }
    }

    private static Object valueOf(Field field, Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
