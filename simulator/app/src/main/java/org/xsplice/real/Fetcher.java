// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import java.io.IOException;
import java.nio.file.Path;
import org.xsplice.engine.Checkout;

/** Fetches parts of a real Xen with the project's own script. */
public final class Fetcher {
    private Fetcher() {}

    /**
     * Fetches what a version still lacks to be booted. The script tells the user on standard error what it does.
     *
     * @throws MissingToolException if it cannot be had
     */
    public static void fetchDomain(RealXen xen) throws MissingToolException, InterruptedException {
        Path python = Tools.find("python3", "python3");
        Path script = Checkout.file("simulator/xen/fetch");
        ProcessBuilder builder = new ProcessBuilder(python.toString(), script.toString(), "--domain", xen.version())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            if (builder.start().waitFor() != 0) {
                throw new MissingToolException("a kernel and tools for the real Xen could not be fetched; see above");
            }
        } catch (IOException e) {
            throw new MissingToolException(script + " cannot be run: " + e.getMessage());
        }
    }
}
