// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.xsplice.event.ByteString;
import org.xsplice.hypervisor.HypervisorImage;

/** A hypervisor that was not built for this project, where the machine has one. */
public final class RealImage {
    private static final String VARIABLE = "XSPLICE_CONFORMANCE";
    private static final String IMAGES = "XSPLICE_IMAGES";

    private RealImage() {}

    /** Returns its file; a test that needs one is skipped where there is none. */
    public static Path path() {
        Optional<Path> found = candidates().filter(Files::isRegularFile).findFirst();
        assumeTrue(
                found.isPresent(),
                "there is no real image: " + VARIABLE + " names no folder with one, and make xen has fetched none");
        return found.orElseThrow();
    }

    /**
     * Returns the files of all of them, each build once: that of the recorded cases, what {@code make xen} has fetched, and
     * those in the folders of a folder that {@code XSPLICE_IMAGES} names.
     */
    public static List<Path> all() throws IOException {
        List<Path> found =
                new ArrayList<>(candidates().filter(Files::isRegularFile).toList());
        found.addAll(inFoldersOf(Fixtures.path("../.xen")));
        String more = System.getenv().getOrDefault(IMAGES, "");
        if (!more.isEmpty()) {
            found.addAll(inFoldersOf(Path.of(more)));
        }
        Map<ByteString, Path> byBuild = new LinkedHashMap<>();
        for (Path image : found) {
            byBuild.putIfAbsent(HypervisorImage.open(image).buildId(), image);
        }
        return List.copyOf(byBuild.values());
    }

    private static List<Path> inFoldersOf(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> images = Files.list(folder)) {
            return images.filter(image -> !Files.isSymbolicLink(image))
                    .sorted()
                    .flatMap(RealImage::namesIn)
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }

    private static Stream<Path> namesIn(Path folder) {
        return Stream.of("xen-syms.gz", "xen-syms").map(folder::resolve);
    }

    /**
     * Returns the folders that have a hypervisor both as {@code xen-syms} and as it is booted: of what {@code make xen} has
     * fetched, and of what the folder has that {@code XSPLICE_IMAGES} names. A test that needs one is skipped where there is
     * none.
     */
    public static List<Path> folders() throws IOException {
        List<Path> found = new ArrayList<>();
        List<Path> places = Stream.concat(
                        Stream.of(Fixtures.path("../.xen")),
                        Optional.ofNullable(System.getenv(IMAGES)).map(Path::of).stream())
                .filter(Files::isDirectory)
                .toList();
        for (Path place : places) {
            try (Stream<Path> folders = Files.list(place)) {
                folders.filter(folder -> !Files.isSymbolicLink(folder))
                        .filter(folder -> Files.isRegularFile(folder.resolve("xen-syms"))
                                && Files.isRegularFile(folder.resolve("xen.gz")))
                        .sorted()
                        .forEach(found::add);
            }
        }
        assumeTrue(
                !found.isEmpty(),
                "no real image as it is booted: make xen has fetched none, and " + IMAGES
                        + " names no folder with some");
        return found;
    }

    private static Stream<Path> candidates() {
        Stream<Path> recorded = Optional.ofNullable(System.getenv(VARIABLE)).map(Path::of).stream()
                .flatMap(RealImage::namesIn);
        return Stream.concat(recorded, Stream.of(Fixtures.path("../.xen/current/xen-syms")));
    }
}
