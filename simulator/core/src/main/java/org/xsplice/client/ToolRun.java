// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

import static org.xsplice.text.Formats.format;

import java.util.List;
import java.util.OptionalInt;
import org.xsplice.errno.Errno;
import org.xsplice.plane.ControlPlane;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.profile.Profile;
import org.xsplice.time.Duration;

/**
 * One run of the tool. Methods return what its functions return: 0, a positive error number, or {@link #WRONG}; what
 * they print goes to the two builders.
 */
final class ToolRun {
    static final int WRONG = -1;

    private static final Duration TIMEOUT = Duration.ofMillis(30);
    private static final Duration SLEEP = TIMEOUT.times(2);

    private final ControlPlane plane;
    private final Libxc libxc;
    private final ToolFiles files;
    private final boolean force;
    private final StringBuilder stdout;
    private final StringBuilder stderr;

    /**
     * @param force whether the tool knows that option
     */
    ToolRun(ControlPlane plane, ToolFiles files, boolean force, StringBuilder stdout, StringBuilder stderr) {
        this.plane = plane;
        this.libxc = new Libxc(plane);
        this.files = files;
        this.force = force;
        this.stdout = stdout;
        this.stderr = stderr;
    }

    boolean nameRefused() {
        return libxc.nameRefused();
    }

    int help() {
        stderr.append(Usage.of(force));
        return 0;
    }

    int usage() {
        help();
        return WRONG;
    }

    int list(List<String> arguments) {
        if (!arguments.isEmpty()) {
            return usage();
        }
        Libxc.Listing count = libxc.count();
        if (count.reply().failed()) {
            stderr.append("Failed to get list sizes.\n");
            return error(count.reply().errno());
        }
        if (count.left() == 0) {
            stdout.append("Nothing to list\n");
            return 0;
        }
        Libxc.Listing all = libxc.list(count.left());
        if (all.reply().failed() || all.entries().size() != count.left() || all.left() > 0) {
            stderr.append(format("Failed to list %d/%d.\n", all.left(), count.left()));
            return error(all.reply().errno());
        }
        stdout.append(StatusTable.of(all.entries()));
        return 0;
    }

    int upload(List<String> arguments) {
        if (arguments.size() != 2) {
            return usage();
        }
        String name = arguments.get(0);
        String path = arguments.get(1);
        if (nameTooLong(name)) {
            return Errno.EINVAL.number();
        }
        FileReply file = files.read(path);
        if (file instanceof FileReply.NotOpened failure) {
            return fileError("Could not open", path, failure.errno());
        }
        if (file instanceof FileReply.NotSized failure) {
            return fileError("Could not get size of", path, failure.errno());
        }
        if (file instanceof FileReply.NotMapped failure) {
            return fileError("Could not map", path, failure.errno());
        }
        byte[] payload = ((FileReply.Content) file).bytes();
        if (payload.length == 0) {
            return fileError("Could not map", path, Errno.EINVAL);
        }
        stdout.append("Uploading ").append(path).append("... ");
        Libxc.Reply reply = libxc.upload(name, payload);
        if (reply.failed()) {
            return failed(reply.errno());
        }
        stdout.append("completed\n");
        return 0;
    }

    /** Uploads and applies, and unloads what could not be applied; cuts a constant of the C library at an empty path. */
    int load(List<String> arguments) {
        if (arguments.isEmpty()) {
            return usage();
        }
        String path = arguments.get(0);
        if (path.isEmpty()) {
            throw new SegmentationFault();
        }
        String name = PayloadName.ofFile(path);
        int result = upload(List.of(name, path));
        if (result != 0) {
            return result;
        }
        result = act(ToolAction.APPLY, name, arguments.subList(1, arguments.size()));
        if (result != 0) {
            act(ToolAction.UNLOAD, name, List.of());
        }
        return result;
    }

    int act(ToolAction action, List<String> arguments) {
        if (arguments.isEmpty()) {
            return usage();
        }
        return act(action, arguments.get(0), arguments.subList(1, arguments.size()));
    }

    private int act(ToolAction action, String name, List<String> options) {
        if (nameTooLong(name)) {
            return Errno.EINVAL.number();
        }
        int flags = 0;
        for (String option : options) {
            OptionalInt flag = action.flag(option);
            if (flag.isEmpty()) {
                stderr.append("Unsupported flag: ").append(option).append(".\n");
                return Errno.EINVAL.number();
            }
            flags |= flag.getAsInt();
        }
        Libxc.Status before = libxc.get(name);
        if (before.reply().failed()) {
            stderr.append("Failed to get status of ").append(name).append(".\n");
            return error(before.reply().errno());
        }
        if (before.rc() == Errno.EAGAIN.rc()) {
            stderr.append("Cannot execute ").append(action.word()).append(".\nOperation already in progress.\n");
            return Errno.EAGAIN.number();
        }
        if (before.state() == action.expected()) {
            stdout.append("No action needed.\n");
            return 0;
        }
        if ((action.allowed() & before.state()) == 0) {
            return wrongState(name, before.state(), action.allowed());
        }
        stdout.append(action.verb()).append(' ').append(name).append("... ");
        Libxc.Reply reply = libxc.action(action.command(), name, TIMEOUT, flags);
        if (reply.failed()) {
            return failed(reply.errno());
        }
        Libxc.returned(plane.run(SLEEP));
        return outcome(action, name, libxc.get(name));
    }

    /** Judges by one single look: the error of the GET, else of the action, else the state. */
    private int outcome(ToolAction action, String name, Libxc.Status after) {
        int result = after.state();
        if (after.reply().failed()) {
            result = -after.reply().errno();
        } else if (after.rc() != 0) {
            result = after.rc();
        }
        if (result == Errno.EAGAIN.rc()) {
            stdout.append("failed\n");
            stderr.append("Operation didn't complete.\n");
            return Errno.EAGAIN.number();
        }
        if (result == action.expected()) {
            stdout.append("completed\n");
            return 0;
        }
        if (result < 0) {
            return failed(-result);
        }
        stdout.append("failed\n");
        return wrongState(name, result, action.expected());
    }

    private boolean nameTooLong(String name) {
        if (name.length() <= Profile.NAME_SIZE) {
            return false;
        }
        stderr.append(format("ID must be no more than %d characters.\n", Profile.NAME_SIZE));
        return true;
    }

    private int wrongState(String name, int current, int expected) {
        stderr.append(format(
                "%s is in the wrong state.\nCurrent state: %s\nExpected state: %s\n",
                name, stateName(current), stateName(expected)));
        return WRONG;
    }

    private static String stateName(int state) {
        return new PayloadStatus("", state, 0).stateName();
    }

    private int failed(int errno) {
        stdout.append("failed\n");
        return error(errno);
    }

    private int fileError(String what, String path, Errno errno) {
        stderr.append(what).append(' ').append(path).append(".\n");
        return error(errno.number());
    }

    private int error(int errno) {
        stderr.append(format("Error %d: %s\n", errno, Strerror.of(errno)));
        return errno;
    }
}
