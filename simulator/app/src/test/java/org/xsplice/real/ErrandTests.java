// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.engine.Checkout;
import org.xsplice.support.Programs;

/** What goes over the serial line, read by the driver itself. */
class ErrandTests {
    private static final String READS = """
            import sys, types, ctypes
            class Library:
                def __getattr__(self, name): return types.SimpleNamespace()
            ctypes.CDLL = lambda *a, **k: Library()
            import glob; glob.glob = lambda pattern: [pattern]
            sys.path.insert(0, sys.argv[1])
            import driver, os
            driver.PAYLOADS = sys.argv[3]
            print(ascii(driver.errand(os.open(sys.argv[2], os.O_RDONLY))))
            """;

    @TempDir
    private Path folder;

    @Test
    void driverReadsStepsAndPayloads() throws IOException, InterruptedException {
        Programs.require("python3");
        byte[] content = new byte[70_000];
        content[5] = (byte) 0xfe;
        Errand errand = new Errand(
                List.of(List.of("lp", "apply", "\u00fc\""), List.of("look")), Map.of("p.livepatch", content));
        byte[] line = errand.line();
        assertThat(new String(line, StandardCharsets.US_ASCII)).matches("[\\w+/=]+\n");
        Files.write(folder.resolve("line"), line);

        Process python = new ProcessBuilder(
                        "python3",
                        "-B",
                        "-c",
                        READS,
                        Checkout.file("simulator/app/src/main/resources/org/xsplice/real")
                                .toString(),
                        folder.resolve("line").toString(),
                        folder.resolve("payloads").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said.strip()).isEqualTo("[['lp', 'apply', '\\xfc\"'], ['look']]");
        assertThat(folder.resolve("payloads/p.livepatch")).hasBinaryContent(content);
    }
}
