// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.xsplice.text.Formats.format;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.xsplice.asm.CapstoneDisassembler;
import org.xsplice.asm.KeystoneAssembler;
import org.xsplice.engine.Engine;
import org.xsplice.machine.unicorn.UnicornMachine;
import picocli.CommandLine.Command;

/** {@code xsplice doctor}. */
@Command(
        name = "doctor",
        description = "Checks that everything that xsplice needs is there and works.",
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  ./xsplice doctor",
            "",
            "Exit code: 0 xsplice can run; 4 something that it needs is missing."
        })
final class Doctor implements Callable<Integer> {
    private static final List<Supplier<Finding>> CHECKS = List.of(
            JavaCheck::run,
            new EngineCheck(Engine.UNICORN, Finding.Level.MISSING, UnicornMachine::engineVersion, UnicornSelfTest::run)
                    ::run,
            new EngineCheck(
                            Engine.CAPSTONE,
                            Finding.Level.MISSING,
                            CapstoneDisassembler::engineVersion,
                            JumpSelfTest::read)::run,
            new EngineCheck(
                    Engine.KEYSTONE, Finding.Level.WARNING, KeystoneAssembler::engineVersion, JumpSelfTest::write)::run,
            GuestsCheck::run);

    private final Output output;

    Doctor(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        boolean missing = false;
        for (Supplier<Finding> check : CHECKS) {
            Finding finding = check.get();
            print(finding);
            missing |= finding.level() == Finding.Level.MISSING;
        }
        output.line(missing ? "xsplice cannot run. Mend what is marked above." : "xsplice can run.");
        return missing ? ExitCode.MISSING : ExitCode.OK;
    }

    private void print(Finding finding) {
        String margin = format("%-8s %-9s ", finding.level().word(), finding.title());
        String below = " ".repeat(margin.length());
        for (String line : finding.lines()) {
            output.line(margin + line);
            margin = below;
        }
    }
}
