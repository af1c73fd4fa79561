// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xsplice.event.ActionCommand;
import org.xsplice.time.Duration;

/** What holds for every kind of operation. */
class OperationTests {
    @Test
    void thereIsAnExampleOfEachKind() {
        Set<Class<?>> kinds =
                AnyOperation.ofEachKind().stream().map(Object::getClass).collect(Collectors.toSet());
        assertThat(kinds).containsExactlyInAnyOrder(Operation.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("org.xsplice.scenario.step.AnyOperation#ofEachKind")
    void reasonsAreOneSentenceWithoutAFullStop(Operation operation) {
        assertThat(Stream.concat(operation.whyNotReal().stream(), operation.whyNotStepped().stream()))
                .allMatch(why -> why.matches("[a-z][^.\\n]+[^.]"));
    }

    /** Steps on CPUs have no errno of their own, and still fail where the CPU cannot do it. */
    @ParameterizedTest
    @MethodSource("org.xsplice.scenario.step.AnyOperation#ofEachKind")
    void whatIsImpliedCanBeExpectedOrIsOfACpu(Operation operation) {
        boolean ofCpu =
                operation instanceof Nmi || operation instanceof Wake || operation.effect() instanceof Effect.Calls;
        assertThat(operation.expectable().containsAll(operation.implied())).isEqualTo(!ofCpu);
    }

    @ParameterizedTest
    @MethodSource("org.xsplice.scenario.step.AnyOperation#ofEachKind")
    void whatIsAboutAPayloadHasAState(Operation operation) {
        assertThat(operation.expectable().contains(Expectable.STATE))
                .isEqualTo(operation.payload().isPresent());
    }

    @Test
    void onlyTwoFunctionsCanBeCalledFromOutside() {
        assertThat(new Call("xen_minor_version", List.of(), ReturnType.AUTO).whyNotReal())
                .isEmpty();
        assertThat(new Call("printk", List.of(), ReturnType.AUTO).whyNotReal()).isPresent();
    }

    @Test
    void anUnloadIsOverAtOnceAndOtherActionsAreScheduled() {
        assertThat(new Action(ActionCommand.UNLOAD, "p", Duration.ZERO, false, false).effect())
                .isEqualTo(new Effect.Unloads("p"));
        assertThat(new Action(ActionCommand.REVERT, "p", Duration.ZERO, false, false).effect())
                .isEqualTo(new Effect.Schedules("p"));
        assertThat(new Action(ActionCommand.APPLY, "p", Duration.ZERO, false, false).implied())
                .containsExactly(Expectable.ERRNO);
    }
}
