// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.errno;

import java.util.Optional;

/**
 * The error numbers that the live-patching code returns, with the values of Xen's public ABI
 * (xen/include/public/errno.h) and the texts that the C library prints for them.
 *
 * <p>Numbers are positive here; the hypervisor returns them negated.
 */
public enum Errno {
    EPERM(1, "Operation not permitted"),
    ENOENT(2, "No such file or directory"),
    ESRCH(3, "No such process"),
    EINTR(4, "Interrupted system call"),
    EIO(5, "Input/output error"),
    ENXIO(6, "No such device or address"),
    E2BIG(7, "Argument list too long"),
    ENOEXEC(8, "Exec format error"),
    EBADF(9, "Bad file descriptor"),
    ECHILD(10, "No child processes"),
    EAGAIN(11, "Resource temporarily unavailable"),
    ENOMEM(12, "Cannot allocate memory"),
    EACCES(13, "Permission denied"),
    EFAULT(14, "Bad address"),
    EBUSY(16, "Device or resource busy"),
    EEXIST(17, "File exists"),
    EXDEV(18, "Invalid cross-device link"),
    ENODEV(19, "No such device"),
    ENOTDIR(20, "Not a directory"),
    EISDIR(21, "Is a directory"),
    EINVAL(22, "Invalid argument"),
    ENFILE(23, "Too many open files in system"),
    EMFILE(24, "Too many open files"),
    ENOSPC(28, "No space left on device"),
    EROFS(30, "Read-only file system"),
    EDOM(33, "Numerical argument out of domain"),
    ERANGE(34, "Numerical result out of range"),
    EDEADLK(35, "Resource deadlock avoided"),
    ENAMETOOLONG(36, "File name too long"),
    ENOLCK(37, "No locks available"),
    ENOSYS(38, "Function not implemented"),
    ENOTEMPTY(39, "Directory not empty"),
    ENODATA(61, "No data available"),
    ETIME(62, "Timer expired"),
    EBADMSG(74, "Bad message"),
    EOVERFLOW(75, "Value too large for defined data type"),
    EILSEQ(84, "Invalid or incomplete multibyte or wide character"),
    EOPNOTSUPP(95, "Operation not supported"),
    ENOBUFS(105, "No buffer space available"),
    ETIMEDOUT(110, "Connection timed out");

    private final int number;
    private final String text;

    Errno(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** Returns the positive error number. */
    public int number() {
        return number;
    }

    /** Returns what {@code strerror} says, in the C locale of the GNU C library. */
    public String text() {
        return text;
    }

    /** Returns the value a hypercall returns for this error: the negated number. */
    public int rc() {
        return -number;
    }

    /** Finds the constant for a positive number or for a negative return code. */
    public static Optional<Errno> of(int numberOrRc) {
        int wanted = Math.abs(numberOrRc);
        for (Errno errno : values()) {
            if (errno.number == wanted) {
                return Optional.of(errno);
            }
        }
        return Optional.empty();
    }

    /** Names a return code for people: {@code 0}, {@code -EINVAL}, or the bare number where it has no name. */
    public static String nameOf(int rc) {
        if (rc == 0) {
            return "0";
        }
        return of(rc).map(e -> (rc < 0 ? "-" : "") + e.name()).orElse(Integer.toString(rc));
    }

    /** Returns the text of a positive number or negative return code, as {@code strerror} would. */
    public static String textOf(int numberOrRc) {
        return of(numberOrRc).map(Errno::text).orElse("Unknown error " + Math.abs(numberOrRc));
    }
}
