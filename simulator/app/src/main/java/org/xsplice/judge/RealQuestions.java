// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xsplice.client.FileReply;
import org.xsplice.event.ActionCommand;
import org.xsplice.real.Errand;
import org.xsplice.scenario.Step;
import org.xsplice.scenario.step.Action;
import org.xsplice.scenario.step.Call;
import org.xsplice.scenario.step.ListPayloads;
import org.xsplice.scenario.step.Operation;
import org.xsplice.scenario.step.PressKey;
import org.xsplice.scenario.step.Tool;
import org.xsplice.scenario.step.Upload;
import org.xsplice.time.Duration;

/** Turns the steps of a scenario into what a real machine can do: the client's commands, hypercalls, debug keys. */
final class RealQuestions {
    private static final Duration TIMEOUT_MAX = Duration.ofNanos(0xffffffffL);

    private final List<AskedStep> steps = new ArrayList<>();
    private final Map<String, byte[]> payloads = new TreeMap<>();

    private RealQuestions() {}

    static RealQuestions of(List<Step> steps) {
        RealQuestions questions = new RealQuestions();
        for (Step step : steps) {
            questions.steps.add(questions.question(questions.steps.size() + 1, step.operation()));
        }
        return questions;
    }

    List<AskedStep> steps() {
        return List.copyOf(steps);
    }

    /** Returns the commands, in order. */
    List<Command> commands() {
        return steps.stream().flatMap(s -> s.command().stream()).toList();
    }

    /** Returns the same for the driver, with the payloads. */
    Errand errand() {
        return new Errand(commands().stream().map(RealQuestions::words).toList(), Map.copyOf(payloads));
    }

    private AskedStep question(int number, Operation operation) {
        return operation
                .whyNotReal()
                .map(why -> AskedStep.passedOver(number, operation, why))
                .orElseGet(() -> AskedStep.asked(number, operation, command(operation)));
    }

    private Command command(Operation operation) {
        if (operation instanceof Upload upload) {
            return tool(
                    "upload",
                    upload.name(),
                    file(upload.file(), upload.content().toArray()));
        }
        if (operation instanceof Action action) {
            return action(action);
        }
        if (operation instanceof ListPayloads) {
            return tool("list");
        }
        if (operation instanceof Tool tool) {
            return new Command.Tool(sent(tool));
        }
        if (operation instanceof PressKey press) {
            return new Command.Key(Character.toString(press.key()));
        }
        if (operation instanceof Call) {
            return new Command.Look();
        }
        throw new IllegalStateException("no command for " + operation.commandLine());
    }

    /** The client cannot be given a timeout in nanoseconds, and always waits. */
    private static Command action(Action action) {
        boolean waits = action.waits() || action.command() == ActionCommand.UNLOAD;
        if (action.timeout().isZero() && waits) {
            return action.nodeps()
                    ? tool(action.verb(), action.name(), "--nodeps")
                    : tool(action.verb(), action.name());
        }
        return new Command.Raw(new Command.Call(
                action.verb(),
                Optional.of(action.command()),
                bytes(action.name()),
                TIMEOUT_MAX.min(action.timeout()),
                action.nodeps() ? ActionCommand.NODEPS : 0));
    }

    private static Command tool(String... arguments) {
        return new Command.Tool(
                Arrays.stream(arguments).map(RealQuestions::bytes).toList());
    }

    /** Commands have one character a byte. */
    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Gives a payload its path on the machine: the name of its file, numbered where another payload has this name. */
    private String file(String path, byte[] content) {
        String plain = path.replaceAll(".*/", "").replaceAll("[^\\w.+-]", "_");
        String name = plain;
        for (int i = 2; payloads.containsKey(name) && !Arrays.equals(payloads.get(name), content); i++) {
            name = i + "-" + plain;
        }
        payloads.put(name, content);
        return Errand.PAYLOADS + name;
    }

    /** Gives the client the path of its payload on the machine; a file that does not exist here does not exist there. */
    private List<String> sent(Tool tool) {
        List<String> words = new ArrayList<>(tool.words());
        int at = words.isEmpty() || !words.get(0).equals("--force") ? 0 : 1;
        String verb = at < words.size() ? words.get(at) : "";
        int path = at + ("upload".startsWith(verb) ? 2 : "load".startsWith(verb) ? 1 : words.size());
        if (path < words.size() && tool.files().read(words.get(path)) instanceof FileReply.Content content) {
            words.set(path, file(words.get(path), content.bytes()));
        }
        return words.stream().map(RealQuestions::bytes).toList();
    }

    private static List<String> words(Command command) {
        if (command instanceof Command.Tool tool) {
            List<String> words = new ArrayList<>(List.of("lp"));
            words.addAll(tool.arguments());
            return words;
        }
        if (command instanceof Command.Raw raw) {
            Command.Call call = raw.call();
            return List.of(
                    "raw",
                    call.operation(),
                    call.name(),
                    Long.toString(call.timeout().nanos()),
                    Integer.toString(call.flags()));
        }
        if (command instanceof Command.Key key) {
            return List.of("key", key.keys());
        }
        return List.of("look");
    }
}
