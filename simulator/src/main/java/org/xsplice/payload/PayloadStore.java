// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.xsplice.loader.LoadedPayload;
import org.xsplice.loader.LoadedPayloads;
import org.xsplice.machine.Checkpoint;

/**
 * The payloads that are loaded, in the order of their upload, and the stack of those that are applied:
 * {@code payload_list} and {@code applied_list} of xen/common/livepatch.c.
 */
final class PayloadStore implements LoadedPayloads {
    private final List<Payload> loaded = new ArrayList<>();
    private final List<Payload> applied = new ArrayList<>();
    private int version = 1;

    /** Models {@code find_payload}. */
    Optional<Payload> find(String name) {
        return loaded.stream().filter(p -> p.name().equals(name)).findFirst();
    }

    List<Payload> loaded() {
        return Collections.unmodifiableList(loaded);
    }

    /** Finds the payload whose struct is at an address of the guest. */
    Optional<Payload> at(long struct) {
        return loaded.stream().filter(p -> p.struct().address() == struct).findFirst();
    }

    /** Returns the applied payloads, oldest first. */
    List<Payload> applied() {
        return Collections.unmodifiableList(applied);
    }

    /** Returns the payload that was applied last. */
    Optional<Payload> top() {
        return applied.isEmpty() ? Optional.empty() : Optional.of(applied.get(applied.size() - 1));
    }

    /** Returns a number that changes with each upload and unload. */
    int version() {
        return version;
    }

    void add(Payload payload) {
        loaded.add(payload);
        version++;
    }

    void remove(Payload payload) {
        loaded.remove(payload);
        version++;
    }

    void push(Payload payload) {
        applied.add(payload);
    }

    void removeApplied(Payload payload) {
        applied.remove(payload);
    }

    @Override
    public List<LoadedPayload> list() {
        return loaded.stream().map(Payload::loaded).toList();
    }

    Checkpoint keep() {
        List<Payload> loadedThen = List.copyOf(loaded);
        List<Payload> appliedThen = List.copyOf(applied);
        int versionThen = version;
        return () -> {
            loaded.clear();
            loaded.addAll(loadedThen);
            applied.clear();
            applied.addAll(appliedThen);
            version = versionThen;
        };
    }
}
