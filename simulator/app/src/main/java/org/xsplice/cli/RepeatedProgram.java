// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.util.List;
import org.xsplice.fuzz.TestedProgram;
import picocli.CommandLine;

/** The program in this process, for one command line after the other: it is put together only once. */
final class RepeatedProgram implements TestedProgram {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Output output = Output.of(out, err);
    private final StandardInput input = new StandardInput();
    private final Program program = new Program(output, input);
    private final CommandLine line = program.commandLine();

    @Override
    public Printed run(byte[] bytes, List<String> arguments) {
        input.becomes(new ByteArrayInputStream(bytes));
        int code = program.run(line, arguments);
        output.flush();
        Printed printed = new Printed(code, out.toString(), err.toString());
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return printed;
    }
}
