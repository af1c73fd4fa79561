// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cause;

import java.util.List;
import java.util.Optional;
import org.xsplice.refusal.Check;

/** A compiler's option makes code that calls functions of the compiler's own choice, or brings copies of them. */
final class CompilerNames {
    private static final String INDIRECT = "__x86_indirect_thunk_";
    private static final String RETURN = "__x86_return_thunk";

    /**
     * A function that compilers call of their own accord.
     *
     * @param prefix of its name
     * @param option with which they do not
     */
    private record Called(String prefix, String option) {}

    private static final List<Called> CALLED = List.of(
            new Called("__stack_chk_", "-fno-stack-protector"),
            new Called("__fentry__", "-mno-fentry and without -pg"),
            new Called("mcount", "-mno-fentry and without -pg"),
            new Called("__asan_", "-fno-sanitize=all"),
            new Called("__ubsan_", "-fno-sanitize=all"),
            new Called("__tsan_", "-fno-sanitize=all"),
            new Called("__sanitizer_cov_", "-fno-sanitize-coverage=trace-pc"),
            new Called("__gcov_", "-fno-profile-arcs -fno-test-coverage"),
            new Called("__llvm_profile_", "-fno-profile-instr-generate"),
            new Called("__cyg_profile_", "-fno-instrument-functions"),
            new Called(INDIRECT, "-mindirect-branch=keep"),
            new Called(RETURN, "-mfunction-return=keep"));

    private CompilerNames() {}

    static Optional<Cause> cause(Stopped stopped) {
        if (stopped.check() == Check.NEW_SYMBOL && stopped.symbol().isPresent()) {
            return copied(stopped.evidence().symbolName(stopped.symbol().getAsInt()));
        }
        String name = stopped.wantedName();
        return CALLED.stream()
                .filter(called -> name.startsWith(called.prefix()))
                .map(called -> Cause.rebuild(
                        "the compiler calls " + name + " of its own accord, and the hypervisor was built without it",
                        "compile with " + called.option() + ", as the hypervisor was"))
                .findFirst();
    }

    /** A thunk is a function of the compiler, which comes as a copy unless it is told that there is one. */
    private static Optional<Cause> copied(String name) {
        String option = name.startsWith(INDIRECT)
                ? "-mindirect-branch=thunk-extern"
                : name.startsWith(RETURN) ? "-mfunction-return=thunk-extern" : "";
        return option.isEmpty()
                ? Optional.empty()
                : Optional.of(Cause.rebuild(
                        "the compiler put a copy of the thunk " + name + " into the payload",
                        "compile with " + option));
    }
}
