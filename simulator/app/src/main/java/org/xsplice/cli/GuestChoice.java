// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xsplice.engine.Checkout;
import org.xsplice.event.ByteString;
import org.xsplice.hypervisor.EmbeddedGuest;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.ImageException;
import org.xsplice.scenario.file.ScenarioFiles;
import org.xsplice.text.NearMiss;

/**
 * The hypervisor that a payload is inspected for.
 *
 * @param name as the user gave it or would write it
 * @param remark why it was taken, or an empty string
 */
record GuestChoice(String name, HypervisorImage image, String remark) {
    private static final String XEN_SYMS = "xen-syms";

    /**
     * Opens the one that is asked for.
     *
     * @param name {@code embedded}, {@code embedded-endbr} or a path
     * @throws InputFileException if the file cannot be read
     * @throws ImageException if it is no hypervisor
     */
    static GuestChoice named(String name) {
        Optional<EmbeddedGuest> embedded = EmbeddedGuest.of(name);
        if (embedded.isPresent()) {
            return new GuestChoice(name, embedded.get().image(), "");
        }
        Path file = Path.of(name);
        try {
            return new GuestChoice(name, HypervisorImage.open(file), "");
        } catch (IOException e) {
            String word = NearMiss.of(name, EmbeddedGuest.words());
            throw new InputFileException(name, word.isEmpty() ? ScenarioFiles.nearMiss(file) : word, e);
        }
    }

    /**
     * Finds the one that payloads were built for: among the embedded ones and those that {@code make xen} has fetched.
     *
     * @param wanted the build-ids that the payloads name, which may be those of other payloads
     * @return the embedded one where none has such a build-id
     */
    static GuestChoice forBuildId(List<ByteString> wanted) {
        return Stream.concat(EmbeddedGuest.words().stream(), fetched().stream())
                .filter(name -> !wanted.isEmpty())
                .flatMap(name -> usable(name).stream())
                .filter(choice -> wanted.contains(choice.image().buildId()))
                .findFirst()
                .map(choice -> new GuestChoice(choice.name(), choice.image(), "the one that it was built for"))
                .orElseGet(
                        () -> new GuestChoice(
                                EmbeddedGuest.PLAIN.word(),
                                EmbeddedGuest.PLAIN.image(),
                                wanted.isEmpty()
                                        ? "since the payload names no build-id"
                                        : "since no known hypervisor has the build-id that it names; use --guest to choose another"));
    }

    /** Remarks which known hypervisor payloads were built for, if it is not this one. */
    GuestChoice comparedWith(List<ByteString> wanted) {
        if (wanted.isEmpty() || wanted.contains(image.buildId())) {
            return this;
        }
        GuestChoice meant = forBuildId(wanted);
        return wanted.contains(meant.image().buildId())
                ? new GuestChoice(name, image, "though the payload was built for " + meant.name())
                : this;
    }

    /** What has not been asked for may be damaged. */
    private static Optional<GuestChoice> usable(String name) {
        try {
            return Optional.of(named(name));
        } catch (InputFileException | ImageException e) {
            return Optional.empty();
        }
    }

    private static List<String> fetched() {
        Path folder = Checkout.file(".xen");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> builds = Files.list(folder)) {
            return builds.sorted()
                    .map(build -> build.resolve(XEN_SYMS))
                    .filter(Files::isRegularFile)
                    .map(GuestChoice::shown)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Names a file as it would be written on this command line. */
    private static String shown(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = file.toAbsolutePath().normalize();
        return (absolute.startsWith(here) ? here.relativize(absolute) : absolute).toString();
    }
}
