// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.Optional;
import org.xsplice.chance.Chance;
import org.xsplice.profile.Profile;

/** Damaged payloads, for one host as long as it lives and is clean. */
final class PayloadCases implements CaseSource {
    private final FuzzTarget target;
    private final Profile profile;
    private final boolean judged;
    private final Chance chance;
    private final RequestMutator requests;
    private final byte[] sentinel;
    private FuzzHosts hosts;
    private FuzzHost host;
    private HostState state;

    PayloadCases(FuzzTarget target, Profile profile, boolean judged, Chance chance) {
        this.target = target;
        this.profile = profile;
        this.judged = judged;
        this.chance = chance;
        sentinel = BasePayloads.sentinel(profile, target.image());
        requests = new RequestMutator(profile, target.payloadsFor(profile), sentinel, chance);
    }

    @Override
    public FuzzCase prepare(long number) {
        DamagedUpload request = requests.next();
        return new FuzzCase(number, request.file(), request.changes(), Optional.empty(), () -> run(request));
    }

    private CaseResult run(DamagedUpload request) {
        if (host == null) {
            if (hosts == null) {
                hosts = judged
                        ? FuzzHosts.judged(target.image(), profile)
                        : FuzzHosts.modelled(target.image(), profile);
            }
            host = FuzzHost.of(hosts::next).with(sentinel);
            state = HostState.of(host.plane());
        }
        PayloadCase upload = new PayloadCase(host, chance);
        CaseResult result;
        try {
            result = upload.run(request, state);
        } catch (Throwable e) {
            forget();
            throw e;
        }
        settle(result, upload);
        return result;
    }

    /** Keeps the host if the next payload may use it. */
    private void settle(CaseResult result, PayloadCase upload) {
        boolean died = result.ending() == Ending.DIED_AT_UPLOAD || result.ending() == Ending.DIED_LATER;
        if (died || !upload.clean()) {
            forget();
        } else if (result.ending() != Ending.REFUSED) {
            HostState now = HostState.of(host.plane());
            if (now.sameButForData(state)) {
                state = now;
            } else {
                forget();
            }
        }
    }

    private void forget() {
        host.close();
        host = null;
    }

    @Override
    public void close() {
        if (host != null) {
            forget();
        }
        if (hosts != null) {
            hosts.close();
        }
    }
}
