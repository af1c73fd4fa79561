// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.xsplice.loader.Rung.rung;

import java.util.List;
import java.util.function.Predicate;
import org.xsplice.cause.Causes;
import org.xsplice.errno.Errno;
import org.xsplice.mend.Mend;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.Refusal;
import org.xsplice.refusal.RefusedException;

/** What is checked of an upload before the file is looked at. */
public final class UploadRequest {
    private static final int NAME_MAX = Profile.NAME_SIZE - 1;

    private static final List<Rung<UploadRequest>> CHECKS = List.of(
            rung(Check.NAME, request -> {
                requireName(request.name);
                return Made.PASSED;
            }),
            rung(Check.SIZE, request -> {
                requireSize(request.size);
                return Made.PASSED;
            }),
            rung(Check.NAME_TAKEN, UploadRequest::free));

    static final Rungs<UploadRequest> RUNGS = Rungs.each(CHECKS);

    private final String name;
    private final int size;
    private final Predicate<String> taken;

    private UploadRequest(String name, int size, Predicate<String> taken) {
        this.name = name;
        this.size = size;
        this.taken = taken;
    }

    /** Returns what is checked, in order: the beginning of every release's ladder. */
    public static List<Check> checks() {
        return CHECKS.stream().map(Rung::check).toList();
    }

    /**
     * Models {@code verify_payload} and the beginning of {@code livepatch_upload}.
     *
     * @param file its content
     * @param taken tells whether a payload of a name is loaded
     * @throws RefusedException if something is wrong with it
     */
    public static void check(String name, byte[] file, Predicate<String> taken) {
        try {
            check(name, file.length, taken);
        } catch (RefusedException e) {
            throw e.refusal().check() == Check.SIZE ? withCause(e, file) : e;
        }
    }

    private static RefusedException withCause(RefusedException refused, byte[] file) {
        return Causes.ofSize(file)
                .map(cause -> refused.mendedBy(
                                cause.mend().orElse(refused.refusal().mend()))
                        .causedBy(cause.text()))
                .orElse(refused);
    }

    /**
     * Models the same for a file that cannot be read.
     *
     * @param size of the file, in bytes
     * @param taken tells whether a payload of a name is loaded
     * @throws RefusedException if something is wrong with it
     */
    public static void check(String name, int size, Predicate<String> taken) {
        UploadRequest request = new UploadRequest(name, size, taken);
        CHECKS.forEach(rung -> rung.test().make(request));
    }

    private Made free() {
        String known = untilNul(name);
        if (taken.test(known)) {
            throw refuse(
                    Check.NAME_TAKEN,
                    Errno.EEXIST,
                    "a payload called " + known + " is loaded already",
                    new Mend.Unload(known, "unload " + known + " first, or choose another name"));
        }
        return Made.PASSED;
    }

    /**
     * Models the middle of {@code verify_payload}.
     *
     * @param file its content
     * @throws RefusedException if there is nothing in it, or too much
     */
    public static void requireSize(byte[] file) {
        try {
            requireSize(file.length);
        } catch (RefusedException e) {
            throw withCause(e, file);
        }
    }

    /**
     * Models the same where nothing but the size is known.
     *
     * @param size of the file, in bytes
     * @throws RefusedException if there is nothing in it, or too much
     */
    public static void requireSize(int size) {
        if (size == 0 || size > Profile.MAX_SIZE) {
            throw refuse(
                    Check.SIZE,
                    Errno.EINVAL,
                    "the payload has " + size + " bytes; Xen accepts 1 to 2097152",
                    new Mend.Rebuild(
                            size == 0
                                    ? "this file is empty: give the real payload"
                                    : "make the payload smaller, for example by stripping its debug information"));
        }
    }

    /**
     * Models {@code get_name}; the size that is passed counts the NUL.
     *
     * @throws RefusedException if the name is too long
     */
    public static void requireName(String name) {
        if (name.length() > NAME_MAX) {
            String shorter = name.substring(0, NAME_MAX);
            throw refuse(
                    Check.NAME,
                    Errno.EINVAL,
                    "the name has " + name.length() + " characters; at most 127 are allowed",
                    new Mend.UploadAs(shorter, "use a name of at most 127 characters"));
        }
    }

    /** The hypervisor keeps a C string: what follows an early NUL is lost. */
    public static String untilNul(String name) {
        int nul = name.indexOf('\0');
        return nul < 0 ? name : name.substring(0, nul);
    }

    private static RefusedException refuse(Check check, Errno errno, String why, Mend mend) {
        return new RefusedException(new Refusal(check, errno.rc(), Refusal.NOWHERE, why, mend));
    }
}
