// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.plane.model;

import java.util.List;
import org.xsplice.errno.Errno;
import org.xsplice.loader.UploadRequest;
import org.xsplice.payload.Livepatch;
import org.xsplice.plane.Flaw;
import org.xsplice.plane.ListReply;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.plane.SysctlCall;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.Refusal;
import org.xsplice.refusal.RefusedException;
import org.xsplice.time.Duration;

/**
 * What becomes of a call whose struct may be wrong. Models xen/common/livepatch.c: livepatch_op and the checks that each of
 * its commands begins with.
 */
final class SysctlCalls {
    /** Lists of numbers; the other two are looked at for each payload. */
    private static final List<Flaw> LISTS_IN_XEN =
            List.of(Flaw.LENGTHS_IN_XEN, Flaw.STATUSES_IN_XEN, Flaw.METADATA_LENGTHS_IN_XEN);

    private static final List<Flaw> LISTS_FAULT =
            List.of(Flaw.NAMES_FAULT, Flaw.LENGTHS_FAULT, Flaw.STATUSES_FAULT, Flaw.METADATA_LENGTHS_FAULT);

    private final ModelPlane plane;
    private final Livepatch livepatch;

    SysctlCalls(ModelPlane plane, Livepatch livepatch) {
        this.plane = plane;
        this.livepatch = livepatch;
    }

    /**
     * Returns 0 or more.
     *
     * @throws RefusedException where the hypercall returns an error
     */
    int call(SysctlCall call) {
        require(
                !call.has(Flaw.PAD) || plane.profile().has(Feature.OPERATION_FLAGS),
                Errno.EINVAL,
                "the padding of the operation is not 0");
        switch (call.cmd()) {
            case SysctlCall.UPLOAD -> upload(call);
            case SysctlCall.GET -> {
                name(call, Errno.EFAULT);
                livepatch.find(call.name());
            }
            case SysctlCall.LIST -> {
                return list(call);
            }
            case SysctlCall.ACTION -> {
                require(!call.has(Flaw.COMMAND_PAD), Errno.EINVAL, "the padding of the action is not 0");
                name(call, Errno.EFAULT);
                livepatch.action(call.action(), call.name(), Duration.ZERO, call.flags());
            }
            default -> throw refuse(Errno.EOPNOTSUPP, "there is no command " + Integer.toUnsignedString(call.cmd()));
        }
        return 0;
    }

    private void upload(SysctlCall call) {
        name(call, Errno.EINVAL);
        UploadRequest.requireSize(call.size());
        require(!call.has(Flaw.PAYLOAD_IN_XEN), Errno.EFAULT, "the payload is in the hypervisor's memory");
        if (call.has(Flaw.PAYLOAD_FAULTS)) {
            livepatch.requireUploadable(call.name(), call.size());
            throw refuse(Errno.EFAULT, "the payload cannot be read");
        }
        livepatch.upload(call.name(), new byte[call.size()]);
    }

    /** Models {@code get_name}. */
    private static void name(SysctlCall call, Errno ofFault) {
        boolean sized = !call.has(Flaw.NAME_EMPTY)
                && !call.has(Flaw.NAME_LONG)
                && call.name().length() < Profile.NAME_SIZE;
        require(sized, Errno.EINVAL, "the name's size is not 1 to 128");
        require(!call.has(Flaw.NAME_PAD), Errno.EINVAL, "the padding of the name is not 0");
        require(!call.has(Flaw.NAME_FAULTS), ofFault, "the name cannot be read");
        require(!call.has(Flaw.NAME_UNTERMINATED), Errno.EINVAL, "the name does not end with a NUL");
    }

    private int list(SysctlCall call) {
        if (Integer.compareUnsigned(call.count(), ModelPlane.LIST_MAX) > 0) {
            throw refuse(Check.LIST_SIZE, Errno.E2BIG, "more than 1024 entries at once");
        }
        require(!call.has(Flaw.COMMAND_PAD), Errno.EINVAL, "the padding of the list is not 0");
        require(
                call.count() == 0 || LISTS_IN_XEN.stream().noneMatch(call::has),
                Errno.EINVAL,
                "a buffer is in the hypervisor's memory");
        ListReply reply = plane.list(call.index(), call.count());
        int rc = ((Outcome.Returned) reply.outcome()).rc();
        if (rc < 0) {
            throw refuse(Check.LIST_INDEX, Errno.EINVAL, "the index is not below the number of payloads");
        }
        for (PayloadStatus entry : reply.entries()) {
            boolean metadata = !entry.metadata().isEmpty();
            require(
                    !plane.profile().has(Feature.LIST_SIZES_GIVEN)
                            || !call.has(Flaw.NAMES_SMALL) && !(metadata && call.has(Flaw.METADATA_SMALL)),
                    Errno.ENOBUFS,
                    "a buffer is too small");
            require(
                    !call.has(Flaw.NAMES_IN_XEN) && !call.has(Flaw.METADATA_IN_XEN),
                    Errno.EINVAL,
                    "a buffer is in the hypervisor's memory");
            require(
                    LISTS_FAULT.stream().noneMatch(call::has) && !(metadata && call.has(Flaw.METADATA_FAULTS)),
                    Errno.EFAULT,
                    "a buffer cannot be written");
        }
        return rc;
    }

    private static void require(boolean good, Errno errno, String why) {
        if (!good) {
            throw refuse(errno, why);
        }
    }

    private static RefusedException refuse(Errno errno, String why) {
        return refuse(Check.REQUEST, errno, why);
    }

    private static RefusedException refuse(Check check, Errno errno, String why) {
        return new RefusedException(new Refusal(check, errno.rc(), Refusal.NOWHERE, why));
    }
}
