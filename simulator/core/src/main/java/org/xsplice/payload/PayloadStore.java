// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xsplice.loader.LoadedPayload;
import org.xsplice.loader.LoadedPayloads;
import org.xsplice.state.HostState;
import org.xsplice.state.Num;
import org.xsplice.state.Ref;

/**
 * The payloads that are loaded, in the order of their upload, and the stack of those that are applied:
 * {@code payload_list} and {@code applied_list} of xen/common/livepatch.c.
 */
final class PayloadStore implements LoadedPayloads {
    private final Ref<List<Payload>> loaded;
    private final Ref<List<Payload>> applied;
    private final Num version;

    PayloadStore(HostState state) {
        loaded = state.value("payloads.loaded", List.of());
        applied = state.value("payloads.applied", List.of());
        version = state.number("payloads.version", 1);
    }

    /** Models {@code find_payload}. */
    Optional<Payload> find(String name) {
        return loaded.get().stream().filter(p -> p.name().equals(name)).findFirst();
    }

    List<Payload> loaded() {
        return loaded.get();
    }

    /** Finds the payload whose struct is at an address of the guest. */
    Optional<Payload> at(long struct) {
        return loaded.get().stream().filter(p -> p.struct().address() == struct).findFirst();
    }

    /** Returns the applied payloads, oldest first. */
    List<Payload> applied() {
        return applied.get();
    }

    /** Returns the payload that was applied last. */
    Optional<Payload> top() {
        List<Payload> stack = applied.get();
        return stack.isEmpty() ? Optional.empty() : Optional.of(stack.get(stack.size() - 1));
    }

    /** Returns a number that changes with each upload and unload. */
    int version() {
        return version.getInt();
    }

    void add(Payload payload) {
        loaded.set(with(loaded.get(), payload));
        version.add(1);
    }

    void remove(Payload payload) {
        loaded.set(without(loaded.get(), payload));
        version.add(1);
    }

    void push(Payload payload) {
        applied.set(with(applied.get(), payload));
    }

    void removeApplied(Payload payload) {
        applied.set(without(applied.get(), payload));
    }

    @Override
    public List<LoadedPayload> list() {
        return loaded.get().stream().map(Payload::loaded).toList();
    }

    private static List<Payload> with(List<Payload> payloads, Payload one) {
        List<Payload> more = new ArrayList<>(payloads);
        more.add(one);
        return List.copyOf(more);
    }

    private static List<Payload> without(List<Payload> payloads, Payload one) {
        return payloads.stream().filter(payload -> payload != one).toList();
    }
}
