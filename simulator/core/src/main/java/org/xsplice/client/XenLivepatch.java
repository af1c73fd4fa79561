// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

import static org.xsplice.text.Formats.format;

import java.util.List;
import org.xsplice.errno.Errno;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.plane.ControlPlane;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Profile;

/**
 * The {@code xen-livepatch} tool of the host's release (tools/misc/xen-livepatch.c), with its words, its exit statuses and its
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

    private static final String FORCE = "--force";

    private final ControlPlane plane;
    private final ToolFiles files;
    private final Profile release;

    /** Starts the tool that belongs to the host's release. */
    public XenLivepatch(ControlPlane plane, ToolFiles files) {
        this(plane, files, plane.hypervisor().profile());
    }

    /** Starts the tool of a release. */
    XenLivepatch(ControlPlane plane, ToolFiles files, Profile release) {
        this.plane = plane;
        this.files = files;
        this.release = release;
    }

    /**
     * Runs the tool.
     *
     * @param arguments without the tool's own name; one character a byte
     */
    public ToolResult run(List<String> arguments) {
        StringBuilder stdout = new StringBuilder();
        StringBuilder stderr = new StringBuilder();
        ToolRun run = new ToolRun(plane, files, has(Feature.TOOL_FORCE), stdout, stderr);
        try {
            int result = result(run, arguments, stderr);
            return new ToolResult.Exited(status(result), stdout.toString(), stderr.toString(), run.nameRefused());
        } catch (SegmentationFault e) {
            return new ToolResult.Killed(SegmentationFault.SIGNAL, stdout.toString(), stderr.toString());
        } catch (HypervisorDiedException e) {
            return new ToolResult.HostDied(e.death(), stdout.toString(), stderr.toString());
        }
    }

    private boolean has(Feature feature) {
        return release.has(feature);
    }

    /** Passes over {@code --force}, which the hypervisor does nothing for, and chooses the verb. */
    private int result(ToolRun run, List<String> arguments, StringBuilder stderr) {
        if (arguments.isEmpty()) {
            return run.help();
        }
        boolean forced = has(Feature.TOOL_FORCE) && arguments.get(0).equals(FORCE);
        if (forced && arguments.size() == 1) {
            return run.usage();
        }
        int first = forced ? 1 : 0;
        String verb = arguments.get(first);
        List<String> rest = arguments.subList(first + 1, arguments.size());
        if (means(verb, "help")) {
            return run.help();
        }
        if (means(verb, "list")) {
            return run.list(rest);
        }
        if (means(verb, "upload")) {
            return run.upload(rest);
        }
        if (means(verb, "load")) {
            return run.load(rest);
        }
        for (ToolAction action : ToolAction.values()) {
            if (means(verb, action.word())) {
                return run.act(action, rest);
            }
        }
        stderr.append(format("Unrecognised command '%s' -- try 'xen-livepatch help'\n", verb));
        return ToolRun.WRONG;
    }

    /** Returns whether what the user wrote is a verb; up to 4.18 its beginning is enough, and the first of the table counts. */
    private boolean means(String written, String verb) {
        return has(Feature.EXACT_VERBS) ? verb.equals(written) : verb.startsWith(written);
    }

    private static int status(int result) {
        if (result == 0) {
            return OK;
        }
        return result == Errno.EAGAIN.number() || result == Errno.EBUSY.number() ? TRY_AGAIN : FAILED;
    }
}
