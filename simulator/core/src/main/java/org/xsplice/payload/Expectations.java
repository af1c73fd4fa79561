// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.payload;

import java.util.Arrays;
import java.util.Optional;
import org.xsplice.errno.Errno;
import org.xsplice.hypervisor.Hypervisor;
import org.xsplice.hypervisor.LivepatchLog;
import org.xsplice.loader.PatchFunction;
import org.xsplice.profile.Feature;
import org.xsplice.profile.FunctionLayout;
import org.xsplice.profile.Message;
import org.xsplice.profile.Profile;

/** What the old functions must look like. Models xen/common/livepatch.c:livepatch_check_expectations. */
final class Expectations {
    private final Hypervisor hypervisor;
    private final Profile profile;
    private final LivepatchLog log;

    Expectations(Hypervisor hypervisor, Profile profile, LivepatchLog log) {
        this.hypervisor = hypervisor;
        this.profile = profile;
        this.log = log;
    }

    /** Returns 0, or the negated error number of the first one that is not met. */
    int check(Payload payload) {
        if (!profile.has(Feature.EXPECTATIONS)) {
            return 0;
        }
        log.print(Message.VERIFYING_EXPECTATIONS, payload.name());
        for (FunctionState state : payload.functions()) {
            int rc = check(state.function());
            if (rc != 0) {
                log.print(
                        Message.EXPECTATIONS_ABORT,
                        payload.name(),
                        state.function().nameAddr() == 0
                                ? "unknown"
                                : state.function().printedName(),
                        rc);
                return rc;
            }
        }
        return 0;
    }

    /** Models {@code livepatch_verify_expectation_fn}. */
    private int check(PatchFunction function) {
        if (!function.expectationEnabled()) {
            return 0;
        }
        int rc = form(function);
        if (rc != 0) {
            return rc;
        }
        int length = function.expectationLength();
        byte[] actual = hypervisor.text().read(function.oldAddr(), length);
        if (!Arrays.equals(function.expectation(), actual)) {
            log.print(
                    Message.EXPECTATION_FAILED, function.printedName(), length, function.expectation(), length, actual);
            return Errno.EINVAL.rc();
        }
        return 0;
    }

    /** Returns 0 where an expectation can be compared with text. */
    private static int form(PatchFunction function) {
        int length = function.expectationLength();
        if (function.oldAddr() == 0) {
            return Errno.EFAULT.rc();
        }
        if (length > FunctionLayout.OPAQUE_SIZE) {
            return Errno.EOVERFLOW.rc();
        }
        if (function.expectationReserved() != 0) {
            return Errno.EINVAL.rc();
        }
        if (Integer.compareUnsigned(function.oldSize(), length) < 0) {
            return Errno.ERANGE.rc();
        }
        return 0;
    }

    /** Finds the first function that would not be as expected if text were this. */
    Optional<PatchFunction> unmet(Payload payload, TextSource text) {
        return payload.functions().stream()
                .map(FunctionState::function)
                .filter(function -> profile.has(Feature.EXPECTATIONS) && function.expectationEnabled())
                .filter(function -> form(function) != 0
                        || !Arrays.equals(
                                function.expectation(), text.read(function.oldAddr(), function.expectationLength())))
                .findFirst();
    }
}
