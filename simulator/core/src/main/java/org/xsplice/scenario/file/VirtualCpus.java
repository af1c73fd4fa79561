// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.util.Optional;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.text.FilePosition;

/** Reads what is said of virtual CPUs that make hypercalls. */
final class VirtualCpus {
    private static final String MAILBOX = "vcpu_mailbox";

    private final Optional<HypervisorImage> image;
    private final int count;
    private final InputErrors errors;
    private final Scalars scalars;

    /**
     * @param image nothing where it could not be read; it is then taken to have them
     * @param count how many CPUs there are
     */
    VirtualCpus(Optional<HypervisorImage> image, int count, InputErrors errors) {
        this.image = image;
        this.count = count;
        this.errors = errors;
        scalars = new Scalars(errors);
    }

    /** Reads the field {@code cpu}. */
    Optional<Integer> cpu(Fields fields) {
        String expected = count == 1 ? "0, the only CPU" : "a CPU from 0 to " + (count - 1);
        return fields.require("cpu", expected)
                .flatMap(v -> scalars.integer(v, 0, count - 1, expected))
                .map(Long::intValue);
    }

    /** Returns whether the guest has them; an input error where not. */
    boolean there(FilePosition place) {
        boolean there = image.isEmpty() || image.get().symbols().find(MAILBOX).isPresent();
        if (!there) {
            errors.add(place, "this guest has no virtual CPUs that make hypercalls", "guest: embedded");
        }
        return there;
    }
}
