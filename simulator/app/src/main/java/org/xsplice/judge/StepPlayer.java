// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.xsplice.client.FileReply;
import org.xsplice.client.Libxc;
import org.xsplice.client.ToolResult;
import org.xsplice.errno.Errno;
import org.xsplice.event.ActionCommand;
import org.xsplice.hypervisor.HypervisorDiedException;
import org.xsplice.plane.Outcome;
import org.xsplice.plane.PayloadStatus;
import org.xsplice.time.Duration;

/**
 * Takes steps on a host, and looks afterwards, as the recorder did; both throw {@link HypervisorDiedException}. What is
 * seen has the names that it has in the recordings.
 */
final class StepPlayer {
    /** What the recorder waited after hypercalls, after a debug key, and after each revert of its clean-up. */
    private static final Duration AFTER_CALL = Duration.ofMillis(150);

    private static final Duration AFTER_KEY = Duration.ofMillis(200);
    private static final Duration AFTER_REVERT = Duration.ofMillis(80);
    private static final Duration CLEAN_UP_TIMEOUT = Duration.ofMillis(100);
    /** No action takes longer: the longest timeout there is, and some. */
    private static final Duration ACTION_MAX = Duration.ofMillis(5_000);
    /** What a parent sees of a child that a signal ended. */
    private static final int KILLED = -1;

    private final FreshHost host;
    private final Libxc libxc;

    StepPlayer(FreshHost host) {
        this.host = host;
        this.libxc = host.libxc();
    }

    /** Takes a step and looks. */
    ObjectNode play(Command command) {
        ObjectNode seen = JsonNodeFactory.instance.objectNode();
        if (command instanceof Command.Tool tool) {
            tool(seen, List.of(tool.arguments()));
        } else if (command instanceof Command.Raw raw) {
            call(seen, raw.call());
            returned(host.plane().run(AFTER_CALL));
        } else if (command instanceof Command.RawUpload upload) {
            upload(seen, upload);
        } else if (command instanceof Command.Burst burst) {
            burst(seen.putArray("burst"), burst.calls());
            returned(host.plane().run(AFTER_CALL));
        } else if (command instanceof Command.Key key) {
            key.keys().chars().forEach(c -> returned(host.plane().key((char) c)));
            returned(host.plane().run(AFTER_KEY));
            seen.put("rc", 0);
        } else if (command instanceof Command.Shell shell) {
            shell(seen, shell.line());
        } else if (command instanceof Command.CleanUp) {
            cleanUp();
        }
        look(seen, !(command instanceof Command.CleanUp));
        return seen;
    }

    private void shell(ObjectNode seen, ShellLine line) {
        line.calls().stream()
                .filter(c -> c.get(0).equals(ShellLine.COPY))
                .forEach(c -> host.files().copy(c.get(1), c.get(2)));
        tool(
                seen,
                line.calls().stream()
                        .filter(c -> c.get(0).equals(ShellLine.TOOL))
                        .map(c -> c.subList(1, c.size()))
                        .toList());
    }

    /** Runs the tool several times; the exit status is the last one's. */
    private void tool(ObjectNode seen, List<List<String>> runs) {
        int status = 0;
        StringBuilder stdout = new StringBuilder();
        StringBuilder stderr = new StringBuilder();
        for (List<String> arguments : runs) {
            ToolResult result = host.tool().run(arguments);
            if (result instanceof ToolResult.HostDied died) {
                throw new HypervisorDiedException(died.death());
            }
            status = result instanceof ToolResult.Exited exited ? exited.status() : KILLED;
            stdout.append(result.stdout());
            stderr.append(result.stderr());
        }
        seen.put("exit", status);
        seen.put("stdout", stdout.toString());
        seen.put("stderr", stderr.toString());
    }

    private void call(ObjectNode seen, Command.Call call) {
        if (call.action().isPresent()) {
            reply(seen, libxc.action(call.action().get(), call.name(), call.timeout(), call.flags()));
            return;
        }
        Libxc.Status status = libxc.get(call.name());
        reply(seen, status.reply());
        seen.put("get_state", status.state());
        seen.put("get_rc", status.rc());
    }

    private void upload(ObjectNode seen, Command.RawUpload upload) {
        if (host.files().read(upload.path()) instanceof FileReply.Content file) {
            reply(seen, libxc.upload(upload.name(), file.bytes()));
        }
    }

    private static void reply(ObjectNode seen, Libxc.Reply reply) {
        seen.put("rc", reply.rc());
        seen.put("errno", reply.errno());
        seen.put("strerror", reply.errno() == 0 ? "" : Errno.textOf(reply.errno()));
    }

    /** An action is done before its hypercall is back: the CPU that made it does the work on its way. */
    private void burst(ArrayNode seen, List<Command.Call> calls) {
        for (Command.Call call : calls) {
            ObjectNode entry = seen.addObject().put("op", call.operation()).put("name", call.name());
            call(entry, call);
            entry.remove("strerror");
            if (call.action().isPresent()) {
                entry.put("get_state", 0).put("get_rc", 0);
            }
            returned(host.plane().finishAction(ACTION_MAX));
        }
    }

    /** Reverts what is applied, last in the list first, until nothing is; then unloads in the order of the list. */
    private void cleanUp() {
        List<PayloadStatus> payloads = list();
        for (int pass = 0; pass < 2 * payloads.size() + 1; pass++) {
            for (int i = payloads.size() - 1; i >= 0; i--) {
                PayloadStatus payload = payloads.get(i);
                if (payload.state() == PayloadStatus.APPLIED
                        && libxc.action(ActionCommand.REVERT, payload.name(), CLEAN_UP_TIMEOUT, 0)
                                        .rc()
                                == 0) {
                    returned(host.plane().run(AFTER_REVERT));
                }
            }
            payloads = list();
            if (payloads.stream().noneMatch(p -> p.state() == PayloadStatus.APPLIED)) {
                break;
            }
        }
        for (PayloadStatus payload : payloads) {
            if (payload.state() == PayloadStatus.CHECKED) {
                libxc.action(ActionCommand.UNLOAD, payload.name(), Duration.ZERO, 0);
            }
        }
    }

    private List<PayloadStatus> list() {
        int count = libxc.count().left();
        return count == 0 ? List.of() : libxc.list(count).entries();
    }

    private void look(ObjectNode seen, boolean withTool) {
        if (withTool) {
            ToolResult list = host.tool().run(List.of("list"));
            if (list instanceof ToolResult.HostDied died) {
                throw new HypervisorDiedException(died.death());
            }
            seen.put("list_stdout", list.stdout());
        }
        ArrayNode states = seen.putArray("states");
        for (PayloadStatus payload : list()) {
            states.addObject()
                    .put("name", payload.name())
                    .put("state", payload.stateName())
                    .put("rc", payload.rc());
        }
        VersionLook version = VersionLook.at(host.plane());
        seen.put("xen_minor", version.minor());
        seen.put("xen_extra", version.extra());
        ArrayNode log = seen.putArray("xen_log");
        for (String line : host.console().take()) {
            log.add("(XEN) " + line);
        }
    }

    private static void returned(Outcome outcome) {
        if (outcome instanceof Outcome.Died died) {
            throw new HypervisorDiedException(died.death());
        }
    }
}
