// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.xsplice.engine.Checkout;

/** The jar of core, as others get it. */
public final class CoreJar {
    private CoreJar() {}

    /** Writes it, made of the classes and resources that this test runs with. */
    public static void write(Path jar) throws IOException {
        Path classes = classes();
        if (Files.isRegularFile(classes)) {
            Files.copy(classes, jar);
            return;
        }
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        int code = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(out, out, "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
        assertThat(code).as(said.toString()).isZero();
    }

    private static Path classes() {
        try {
            return Path.of(Checkout.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
