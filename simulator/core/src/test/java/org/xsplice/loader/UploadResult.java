// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import java.util.List;
import org.xsplice.errno.Errno;
import org.xsplice.refusal.Check;

/** What an upload should end in. */
sealed interface UploadResult {
    /** It returns 0. */
    record Accepted() implements UploadResult {}

    /**
     * It returns an error.
     *
     * @param check which check must have refused it
     * @param lines on the console, without those that only tell of progress
     */
    record Refused(Errno errno, Check check, List<String> lines) implements UploadResult {}

    /**
     * The hypervisor dies.
     *
     * @param summary part of what the report must say: the function, or the faulting address
     */
    record Died(String summary) implements UploadResult {}
}
