// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.StringWriter;

/** A command line that the program has carried out, in this process. */
record Ran(int code, String out, String err) {
    static Ran of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Output output = Output.of(out, err);
        int code = new Program(output).run(arguments);
        output.flush();
        return new Ran(code, out.toString(), err.toString());
    }
}
