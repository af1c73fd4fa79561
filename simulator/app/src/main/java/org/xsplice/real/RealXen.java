// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.ImageException;

/**
 * A real hypervisor as {@code make xen} fetches it.
 *
 * @param folder {@code .xen/VERSION}
 */
public record RealXen(Path folder) {
    private static final String SYMBOLS = "xen-syms";

    /**
     * Finds the one of a build.
     *
     * @param cache the folder with a folder per version
     * @param buildId in hex
     */
    public static Optional<RealXen> ofBuild(Path cache, String buildId) {
        return all(cache).stream().filter(xen -> xen.isOf(buildId)).findFirst();
    }

    private static List<RealXen> all(Path cache) {
        try (Stream<Path> folders = Files.list(cache)) {
            return folders.filter(f -> Files.isRegularFile(f.resolve(SYMBOLS)) && !Files.isSymbolicLink(f))
                    .sorted()
                    .map(RealXen::new)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private boolean isOf(String buildId) {
        try {
            return HypervisorImage.open(folder.resolve(SYMBOLS))
                    .buildId()
                    .toString()
                    .equals(buildId);
        } catch (IOException | ImageException e) {
            return false;
        }
    }

    /** Returns Debian's version. */
    public String version() {
        return folder.getFileName().toString();
    }

    /** Returns the release: 4.17 of 4.17.5+72-g01140da4e8-1. */
    public String release() {
        return version().replaceFirst("^(\\d+\\.\\d+).*", "$1");
    }

    /** Returns whether there is a first domain to boot it with. */
    public boolean hasDomain() {
        return Files.isRegularFile(domain().resolve("MANIFEST"));
    }

    /** Returns the hypervisor as it boots, gzipped. */
    Path hypervisor() {
        return folder.resolve("xen.gz");
    }

    /** Returns the folder of the first domain. */
    Path domain() {
        return folder.resolve("domain");
    }

    /** Returns the first domain's kernel. */
    Path kernel() {
        return domain().resolve("vmlinuz");
    }

    /** Returns the first domain's files. */
    Path root() {
        return domain().resolve("root");
    }
}
