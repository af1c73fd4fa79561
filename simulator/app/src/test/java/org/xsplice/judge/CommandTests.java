// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xsplice.event.ActionCommand;
import org.xsplice.time.Duration;

/** Commands as they were recorded. */
class CommandTests {

    @Test
    void toolWithAnEmptyArgument() {
        assertThat(Command.parse("lp upload \"\"  /payloads/p"))
                .isEqualTo(new Command.Tool(List.of("upload", "", "/payloads/p")));
        assertThat(Command.parse("lp")).isEqualTo(new Command.Tool(List.of()));
    }

    @Test
    void rawCalls() {
        assertThat(Command.parse("raw get p"))
                .isEqualTo(new Command.Raw(call("get", Optional.empty(), Duration.ofMillis(30), 0)));
        assertThat(Command.parse("raw apply p"))
                .isEqualTo(new Command.Raw(call("apply", Optional.of(ActionCommand.APPLY), Duration.ofMillis(30), 0)));
        assertThat(Command.parse("raw replace p 0x10 4294967295"))
                .isEqualTo(
                        new Command.Raw(call("replace", Optional.of(ActionCommand.REPLACE), Duration.ofNanos(16), -1)));
        assertThat(Command.parse("burst unload p get p"))
                .isEqualTo(new Command.Burst(List.of(
                        call("unload", Optional.of(ActionCommand.UNLOAD), Duration.ofMillis(30), 0),
                        call("get", Optional.empty(), Duration.ofMillis(30), 0))));
    }

    private static Command.Call call(String word, Optional<ActionCommand> action, Duration timeout, int flags) {
        return new Command.Call(word, action, "p", timeout, flags);
    }

    @Test
    void others() {
        assertThat(Command.parse("key x")).isEqualTo(new Command.Key("x"));
        assertThat(Command.parse("end")).isEqualTo(new Command.CleanUp());
        assertThat(Command.parse("sh true")).isEqualTo(new Command.Shell(new ShellLine(List.of(), false)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fly", "raw", "raw apply", "raw explode p", "raw apply p soon", "key"})
    void nonsenseIsUnknown(String text) {
        assertThat(Command.parse(text)).isEqualTo(new Command.Unknown());
    }
}
