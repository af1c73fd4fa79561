// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import java.util.List;
import org.xsplice.chance.Chance;
import org.xsplice.damage.Mutant;
import org.xsplice.damage.Mutator;
import org.xsplice.profile.Profile;

/** Chooses a payload and damages it; now and then it is the request that is bad. */
final class RequestMutator {
    /** Under which name payloads are uploaded. */
    static final String NAME = "m";

    private static final int ODD_ONE_IN = 250;

    private final Chance chance;
    private final Mutator mutator;
    private final List<byte[]> payloads;
    private final byte[] loaded;

    /**
     * @param loaded the payload that is there from the beginning
     */
    RequestMutator(Profile profile, List<byte[]> payloads, byte[] loaded, Chance chance) {
        this.chance = chance;
        this.payloads = payloads;
        this.loaded = loaded;
        mutator = new Mutator(profile, chance);
    }

    DamagedUpload next() {
        byte[] payload = payloads.get(chance.below(payloads.size()));
        if (chance.oneIn(ODD_ONE_IN)) {
            return odd(payload);
        }
        Mutant mutant = mutator.mutate(payload);
        return new DamagedUpload(NAME, mutant.file(), mutant.changes());
    }

    private DamagedUpload odd(byte[] payload) {
        return switch (chance.below(5)) {
            case 0 -> new DamagedUpload("n".repeat(128), payload, List.of("the name has 128 characters"));
            case 1 -> new DamagedUpload(FuzzHost.SENTINEL, payload, List.of("the name is taken"));
            case 2 -> new DamagedUpload(NAME, new byte[0], List.of("the file is empty"));
            case 3 ->
                new DamagedUpload(NAME, new byte[(int) Profile.MAX_SIZE + 1], List.of("the file has 2 MiB and a byte"));
            default -> new DamagedUpload(NAME, loaded, List.of("the payload is there already"));
        };
    }
}
