// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

import static org.xsplice.text.Formats.format;

import java.util.List;
import org.xsplice.errno.Errno;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.plane.ControlPlane;

/**
 * The {@code xen-livepatch} tool of Xen 4.17 (tools/misc/xen-livepatch.c), with its words, its exit statuses and its
 * way of reading arguments: what an operator types in the first domain can be typed here, and a script sees no
 * difference.
 *
 * <p>The tool is three layers, as in Xen. This class chooses the verb and makes an exit status of an error number; {@code
 * ToolRun} is one run, which reads arguments, calls, waits and prints; {@link Libxc} is the part of libxenctrl below it,
 * which turns calls into sub-operations of {@code livepatch_op} and their results into {@code errno}. They see the host
 * through {@link ControlPlane} only, and so work the same on the model and on Xen's own code.
 *
 * <p>After it has asked for an action, the tool waits for it: it sleeps, asks for the result, and goes on sleeping
 * while it is under way. What it sleeps is virtual time of the host. A run ends in one of three ways ({@link
 * ToolResult}): it exits; a signal kills it, as some arguments kill the real one; or the hypervisor dies beneath it.
 * What it has written until then is kept in any case.
 *
 * <p>Nothing is read or printed here: files come from {@link ToolFiles}, and both outputs are returned.
 */
public final class XenLivepatch {
    /** Exit status: done, or nothing to do. */
    public static final int OK = 0;
    /** Exit status: refused or wrong usage. */
    public static final int FAILED = 1;
    /** Exit status: busy or not over; worth another try. */
    public static final int TRY_AGAIN = 2;

    private final ControlPlane plane;
    private final ToolFiles files;

    public XenLivepatch(ControlPlane plane, ToolFiles files) {
        this.plane = plane;
        this.files = files;
    }

    /**
     * Runs the tool.
     *
     * @param arguments without the tool's own name; one character a byte
     */
    public ToolResult run(List<String> arguments) {
        StringBuilder stdout = new StringBuilder();
        StringBuilder stderr = new StringBuilder();
        ToolRun run = new ToolRun(plane, files, stdout, stderr);
        try {
            int result = result(run, arguments, stderr);
            return new ToolResult.Exited(status(result), stdout.toString(), stderr.toString());
        } catch (SegmentationFault e) {
            return new ToolResult.Killed(SegmentationFault.SIGNAL, stdout.toString(), stderr.toString());
        } catch (HypervisorDiedException e) {
            return new ToolResult.HostDied(e.death(), stdout.toString(), stderr.toString());
        }
    }

    /** Chooses the verb: the first of the table that begins with what the user wrote. */
    private static int result(ToolRun run, List<String> arguments, StringBuilder stderr) {
        if (arguments.isEmpty()) {
            return run.help();
        }
        String verb = arguments.get(0);
        List<String> rest = arguments.subList(1, arguments.size());
        if ("help".startsWith(verb)) {
            return run.help();
        }
        if ("list".startsWith(verb)) {
            return run.list(rest);
        }
        if ("upload".startsWith(verb)) {
            return run.upload(rest);
        }
        if ("load".startsWith(verb)) {
            return run.load(rest);
        }
        for (ToolAction action : ToolAction.values()) {
            if (action.word().startsWith(verb)) {
                return run.act(action, rest);
            }
        }
        stderr.append(format("Unrecognised command '%s' -- try 'xen-livepatch help'\n", verb));
        return ToolRun.WRONG;
    }

    private static int status(int result) {
        if (result == 0) {
            return OK;
        }
        return result == Errno.EAGAIN.number() || result == Errno.EBUSY.number() ? TRY_AGAIN : FAILED;
    }
}
