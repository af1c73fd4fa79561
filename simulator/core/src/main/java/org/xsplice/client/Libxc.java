// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

import java.util.ArrayList;
import java.util.List;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.GetReply;
import org.xsplice.plane.ListReply;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.profile.Profile;
import org.xsplice.time.Duration;

/**
 * The live-patching calls of libxenctrl 4.17 (tools/libs/ctrl/xc_misc.c): what stands between a tool and the hypercall.
 *
 * <p>Names are one character a byte. Every method throws {@link HypervisorDiedException} where the hypervisor dies, or
 * has died before.
 */
public final class Libxc {
    /** How often a list is started again because it changed meanwhile. */
    private static final int LIST_RETRIES = 3;

    private final ControlPlane plane;
    private boolean nameRefused;

    public Libxc(ControlPlane plane) {
        this.plane = plane;
    }

    /**
     * What a call returned, and what it left in {@code errno}.
     *
     * @param rc 0 or more as the hypercall returned it, or -1
     * @param errno positive where {@code rc} is -1, else 0
     */
    public record Reply(int rc, int errno) {
        static final Reply OK = new Reply(0, 0);

        static Reply of(Errno errno) {
            return new Reply(-1, errno.number());
        }

        static Reply ofHypercall(int rc) {
            return rc < 0 ? new Reply(-1, -rc) : new Reply(rc, 0);
        }

        boolean failed() {
            return rc != 0;
        }
    }

    /**
     * What {@code xc_livepatch_get} returned.
     *
     * @param state of the payload, or 0
     * @param rc of the payload's last action, or 0
     */
    public record Status(Reply reply, int state, int rc) {}

    /**
     * What {@code xc_livepatch_list} returned.
     *
     * @param entries those that were received, in the order of upload
     * @param left how many more there are
     */
    public record Listing(Reply reply, List<PayloadStatus> entries, int left) {}

    /** {@code xc_livepatch_upload}. */
    public Reply upload(String name, byte[] payload) {
        return tooLong(name) ? Reply.of(Errno.EINVAL) : Reply.ofHypercall(returned(plane.upload(name, payload)));
    }

    /** {@code xc_livepatch_get}. */
    public Status get(String name) {
        if (tooLong(name)) {
            return new Status(Reply.of(Errno.EINVAL), 0, 0);
        }
        GetReply answer = plane.get(name);
        Reply reply = Reply.ofHypercall(returned(answer.outcome()));
        return answer.status().map(s -> new Status(reply, s.state(), s.rc())).orElseGet(() -> new Status(reply, 0, 0));
    }

    /** {@code xc_livepatch_apply}, {@code _revert}, {@code _unload} and {@code _replace}. */
    public Reply action(ActionCommand command, String name, Duration timeout, int flags) {
        return tooLong(name)
                ? Reply.of(Errno.EINVAL)
                : Reply.ofHypercall(returned(plane.action(command.code(), name, timeout, flags)));
    }

    /** {@code xc_livepatch_list_get_sizes}: {@link Listing#left} is the number of payloads. */
    public Listing count() {
        ListReply answer = plane.list(0, 0);
        return new Listing(Reply.ofHypercall(returned(answer.outcome())), List.of(), answer.remaining());
    }

    /**
     * {@code xc_livepatch_list}, from the first payload on. It asks for smaller batches while the hypervisor finds them
     * too big, and starts again, up to three times and once more, when the list changes on the way; then, as in the
     * original, the next batch starts where the last one would have.
     *
     * @param max at least 1
     */
    public Listing list(int max) {
        List<PayloadStatus> entries = new ArrayList<>();
        int batch = max;
        int index = 0;
        int left = 0;
        int version = 0;
        int retries = 0;
        while (true) {
            int wanted = Math.min(max - entries.size(), batch);
            ListReply answer = plane.list(index, wanted);
            Reply reply = Reply.ofHypercall(returned(answer.outcome()));
            if (reply.errno() == Errno.E2BIG.number() && batch > 1) {
                batch >>= 1;
                continue;
            }
            if (reply.rc() < 0) {
                return new Listing(reply, entries, left);
            }
            version = version == 0 ? answer.version() : version;
            if (answer.version() != version) {
                if (retries++ > LIST_RETRIES) {
                    return new Listing(Reply.of(Errno.EBUSY), entries, left);
                }
                entries.clear();
                version = answer.version();
                continue;
            }
            if (reply.rc() > wanted) {
                return new Listing(Reply.of(Errno.EOVERFLOW), entries, left);
            }
            left = answer.remaining();
            entries.addAll(answer.entries());
            index = entries.size();
            if (entries.size() >= max || left == 0) {
                return new Listing(Reply.OK, entries, left);
            }
        }
    }

    private boolean tooLong(String name) {
        nameRefused = name.length() + 1 > Profile.NAME_SIZE;
        return nameRefused;
    }

    /** Returns whether the last name was too long for the library, which then asks the hypervisor nothing. */
    boolean nameRefused() {
        return nameRefused;
    }

    static int returned(Outcome outcome) {
        if (outcome instanceof Outcome.Died died) {
            throw new HypervisorDiedException(died.death());
        }
        return ((Outcome.Returned) outcome).rc();
    }
}
