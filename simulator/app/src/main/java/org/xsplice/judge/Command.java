// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xsplice.client.ToolWords;
import org.xsplice.event.ActionCommand;
import org.xsplice.time.Duration;

/** What a step does. */
sealed interface Command {

    /** {@code lp ARGS}: the tool. */
    record Tool(List<String> arguments) implements Command {}

    /** {@code raw OP NAME [timeout_ns [flags]]}: one hypercall. */
    record Raw(Call call) implements Command {}

    /** {@code rawup NAME FILE [force]}: an upload by one hypercall; what forces it, forces nothing. */
    record RawUpload(String name, String path) implements Command {}

    /** {@code burst OP NAME OP NAME ...}: several without delay. */
    record Burst(List<Call> calls) implements Command {}

    /** {@code key C}: debug keys. */
    record Key(String keys) implements Command {}

    /** {@code sh ...}: what of it acts on the hypervisor. */
    record Shell(ShellLine line) implements Command {}

    /** {@code end}: everything is reverted and unloaded. */
    record CleanUp() implements Command {}

    /** Does nothing: there is only the look that follows each step. */
    record Look() implements Command {}

    /** None of the format. */
    record Unknown() implements Command {}

    /**
     * One call of libxenctrl.
     *
     * @param action none for GET
     */
    record Call(String operation, Optional<ActionCommand> action, String name, Duration timeout, int flags) {
        private static final Duration TIMEOUT = Duration.ofMillis(30);

        static Call of(List<String> words) {
            String operation = words.get(0);
            Optional<ActionCommand> action = operation.equals("get")
                    ? Optional.empty()
                    : Optional.of(ActionCommand.valueOf(operation.toUpperCase(Locale.ROOT)));
            Duration timeout = words.size() > 2 ? Duration.ofNanos(unsigned(words.get(2))) : TIMEOUT;
            int flags = words.size() > 3 ? (int) unsigned(words.get(3)) : 0;
            return new Call(operation, action, words.get(1), timeout, flags);
        }

        private static long unsigned(String number) {
            return Long.decode(number) & 0xffffffffL;
        }
    }

    /** Reads a command as it was recorded; one that makes no sense is {@link Unknown}. */
    static Command parse(String text) {
        List<String> words = ToolWords.split(text);
        List<String> rest = words.subList(Math.min(1, words.size()), words.size());
        try {
            return switch (words.isEmpty() ? "" : words.get(0)) {
                case "lp" -> new Tool(rest);
                case "raw" -> new Raw(Call.of(rest));
                case "rawup" -> new RawUpload(rest.get(0), rest.get(1));
                case "burst" -> new Burst(calls(rest));
                case "key" -> new Key(rest.get(0));
                case "sh" -> new Shell(ShellLine.parse(text.substring("sh".length())));
                case "end" -> new CleanUp();
                default -> new Unknown();
            };
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return new Unknown();
        }
    }

    private static List<Call> calls(List<String> words) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i + 1 < words.size(); i += 2) {
            calls.add(Call.of(words.subList(i, i + 2)));
        }
        return calls;
    }
}
