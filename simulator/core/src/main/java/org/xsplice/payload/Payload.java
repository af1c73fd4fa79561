// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import java.util.List;
import java.util.stream.IntStream;
import org.xsplice.event.PayloadState;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.loader.LoadedPayload;
import org.xsplice.profile.Profile;
import org.xsplice.state.Hashed;
import org.xsplice.state.StateHash;

/** A payload that has been loaded; its struct is in guest memory. */
public final class Payload implements Hashed {
    private final LoadedPayload loaded;
    private final PayloadStruct struct;
    private final List<FunctionState> functions;

    Payload(Hypervisor hypervisor, Profile profile, LoadedPayload loaded) {
        this.loaded = loaded;
        struct = PayloadStruct.of(hypervisor.memory(), hypervisor.heap(), profile, loaded);
        functions = IntStream.range(0, loaded.functions().size())
                .mapToObj(i ->
                        new FunctionState(loaded.functions().get(i), hypervisor.memory(), struct.fstate(i), profile))
                .toList();
    }

    public String name() {
        return loaded.name();
    }

    public LoadedPayload loaded() {
        return loaded;
    }

    public PayloadState state() {
        return struct.state();
    }

    /** Returns 0 or the negated error number of the last action; {@code -EAGAIN} while one is pending. */
    public int rc() {
        return struct.rc();
    }

    /** Its struct is in memory; this tells which one it is. */
    @Override
    public void addTo(StateHash hash) {
        hash.add(name());
        hash.add(struct.address());
    }

    /** Returns where its struct is, with the states of its functions after it. */
    public long structAddress() {
        return struct.address();
    }

    /** Returns how long that is, in bytes. */
    public long structSize() {
        return struct.size();
    }

    PayloadStruct struct() {
        return struct;
    }

    List<FunctionState> functions() {
        return functions;
    }
}
