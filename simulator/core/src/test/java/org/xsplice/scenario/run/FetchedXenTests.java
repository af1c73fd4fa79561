// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.engine.Checkout;
import org.xsplice.scenario.file.Overrides;
import org.xsplice.scenario.file.ScenarioReader;
import org.xsplice.support.Programs;

/**
 * "Hello World!" and "Bye World!", built from this repository's sources for a real hypervisor image and played on it.
 * The image is what {@code make xen} has fetched, or that of the recorded cases.
 */
class FetchedXenTests {
    private static final Path HOME = Checkout.file("");

    @TempDir
    private Path folder;

    @Test
    void helloAndByeOnARealImage() throws IOException, InterruptedException {
        Optional<Path> found = image();
        assumeTrue(
                found.isPresent(), "no real image: neither make xen has fetched one, nor XSPLICE_CONFORMANCE has one");
        Programs.require("make", "gcc", "ld", "nm", "objcopy", "readelf");
        Path image = unpacked(found.get());
        Path payloads = build(image);
        Path scenario = folder.resolve("hello-bye.yaml");
        Files.writeString(
                scenario,
                Files.readString(HOME.resolve("fixtures/scenarios/real/hello-bye.yaml"))
                        .replace("../../../.xen/current/xen-syms", image.toString())
                        .replace("../../../payloads/build", payloads.toString()));

        List<String> versions = new ArrayList<>();
        ScenarioResult result = ScenarioRunner.run(
                ScenarioReader.read(scenario, Overrides.NONE),
                step -> step.reply().returned().ifPresent(value -> versions.add(value.text())));
        assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(versions).hasSize(5).contains("\"Hello World!\"", "\"Bye World!\"");
        assertThat(versions.get(4)).isEqualTo(versions.get(0));
    }

    private static Optional<Path> image() {
        String recorded = System.getenv().getOrDefault("XSPLICE_CONFORMANCE", "");
        Stream<Path> candidates = recorded.isEmpty()
                ? Stream.of(HOME.resolve(".xen/current/xen-syms"))
                : Stream.of(
                        HOME.resolve(".xen/current/xen-syms"),
                        Path.of(recorded, "xen-syms"),
                        Path.of(recorded, "xen-syms.gz"));
        return candidates.filter(Files::isRegularFile).findFirst();
    }

    private Path unpacked(Path image) throws IOException {
        if (!image.toString().endsWith(".gz")) {
            return image;
        }
        Path plain = folder.resolve("xen-syms");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(image))) {
            Files.copy(in, plain, StandardCopyOption.REPLACE_EXISTING);
        }
        return plain;
    }

    private Path build(Path image) throws IOException, InterruptedException {
        Path out = folder.resolve("payloads");
        Path log = folder.resolve("build.log");
        int status = new ProcessBuilder(
                        "make", "-C", HOME.resolve("payloads").toString(), "XEN_SYMS=" + image, "OUT=" + out)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(status).as(Files.readString(log)).isZero();
        return out;
    }
}
