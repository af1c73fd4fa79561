// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.event.PayloadState;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.loader.LoadedPayload;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Profile;

/** A payload that has been loaded; its struct is in guest memory. */
public final class Payload {
    private final LoadedPayload loaded;
    private final PayloadStruct struct;
    private final List<FunctionState> functions = new ArrayList<>();

    Payload(Hypervisor hypervisor, Profile profile, LoadedPayload loaded) {
        this.loaded = loaded;
        struct = PayloadStruct.of(hypervisor.memory(), hypervisor.heap(), loaded);
        for (int i = 0; i < loaded.functions().size(); i++) {
            functions.add(new FunctionState(
                    loaded.functions().get(i),
                    hypervisor.memory(),
                    struct.fstate(i),
                    profile.has(Feature.OLD_CODE_SAVED_IN_ENTRY)));
        }
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

    PayloadStruct struct() {
        return struct;
    }

    List<FunctionState> functions() {
        return functions;
    }
}
