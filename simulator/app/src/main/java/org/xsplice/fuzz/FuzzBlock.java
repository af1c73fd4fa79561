// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.List;
import java.util.Optional;
import org.xsplice.chance.Chance;
import org.xsplice.damage.FieldDamage;
import org.xsplice.damage.Mutant;
import org.xsplice.damage.Mutator;
import org.xsplice.profile.Profile;

/**
 * Cases that follow from each other: they have one stream of choices and, while it lives and is clean, one host. So each
 * can be seen again by going through the block up to it.
 */
final class FuzzBlock implements AutoCloseable {
    private final FuzzPlan plan;
    private final FuzzTarget target;
    private final Profile profile;
    private final Chance chance;
    private final RequestMutator requests;
    private final Mutator images;
    private final byte[] sentinel;
    private FuzzHosts hosts;
    private FuzzHost host;
    private HostState state;
    private long next;

    FuzzBlock(FuzzPlan plan, long index) {
        this.plan = plan;
        profile = plan.profiles().get((int) (index % plan.profiles().size()));
        target = plan.targets()
                .get((int) (index / plan.profiles().size() % plan.targets().size()));
        chance = new Chance(new Chance(plan.seed()).nextLong() + index);
        sentinel = BasePayloads.sentinel(profile, target.image());
        requests = new RequestMutator(profile, payloads(), sentinel, chance);
        images = new Mutator(profile, chance);
        next = index * FuzzPlan.BLOCK;
    }

    private List<byte[]> payloads() {
        return target.payloadsFor(profile);
    }

    /** Returns the number of the next case. */
    long next() {
        return next;
    }

    /** Damages the next file; {@link FuzzCase#run} must follow. */
    FuzzCase prepare() {
        long number = next++;
        if (plan.sweep()) {
            return swept(number);
        }
        if (plan.imageOneIn() != 0 && chance.oneIn(plan.imageOneIn())) {
            if (chance.oneIn(2)) {
                return field(number, target, chance.below(target.fields().size()), profile);
            }
            Mutant mutant = images.mutateBytes(target.file());
            return new FuzzCase(
                    number,
                    mutant.file(),
                    mutant.changes(),
                    Optional.empty(),
                    () -> ImageCase.run(mutant.file(), profile, payloads().get(0)));
        }
        DamagedUpload request = requests.next();
        return new FuzzCase(number, request.file(), request.changes(), Optional.empty(), () -> payload(request));
    }

    private FuzzCase swept(long number) {
        long left = number;
        for (FuzzTarget each : plan.targets()) {
            if (left < each.fields().size()) {
                return field(number, each, (int) left, plan.profiles().get(0));
            }
            left -= each.fields().size();
        }
        throw new IllegalArgumentException("there is no case " + number);
    }

    private static FuzzCase field(long number, FuzzTarget of, int index, Profile profile) {
        FieldDamage damage = of.fields().get(index);
        byte[] file = damage.apply(of.file());
        byte[] payload = of.payloadsFor(profile).get(0);
        return new FuzzCase(
                number,
                file,
                List.of(damage.toString()),
                Optional.of(damage),
                () -> ImageCase.run(file, profile, payload));
    }

    private CaseResult payload(DamagedUpload request) {
        if (host == null) {
            if (hosts == null) {
                hosts = plan.judged()
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
