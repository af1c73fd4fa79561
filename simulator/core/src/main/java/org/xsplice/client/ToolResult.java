// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

import org.xsplice.hypervisor.Death;

/** How a run of the tool ended. */
public sealed interface ToolResult {

    /** Returns all it had written to its standard output, one character a byte. */
    String stdout();

    /** Returns all it had written to its standard error, one character a byte. */
    String stderr();

    /**
     * It exited.
     *
     * @param status {@link XenLivepatch#OK}, {@link XenLivepatch#FAILED} or {@link XenLivepatch#TRY_AGAIN}
     * @param nameRefused whether the library did not pass the name on to the hypervisor, since it is too long
     */
    record Exited(int status, String stdout, String stderr, boolean nameRefused) implements ToolResult {
        /** Makes that of a run whose names went to the hypervisor. */
        public Exited(int status, String stdout, String stderr) {
            this(status, stdout, stderr, false);
        }
    }

    /**
     * A bug of its own ended it.
     *
     * @param signal number of the signal, for example 11
     */
    record Killed(int signal, String stdout, String stderr) implements ToolResult {}

    /** The hypervisor died under it; what it had written by then is all there will be. */
    record HostDied(Death death, String stdout, String stderr) implements ToolResult {}
}
