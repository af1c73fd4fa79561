// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The folders that may have the engines' libraries, beside those of the system. All paths are absolute.
 *
 * @param property what the system property {@code xsplice.engines} names
 * @param variable what the environment variable {@code XSPLICE_ENGINES} names
 * @param checkout {@code .engines} of the {@link Checkout}, which {@code make engines} fills
 * @param cache {@code xsplice/engines} in {@code $XDG_CACHE_HOME}, which the fetch that is packed with the program fills
 */
record EngineFolders(Optional<Path> property, Optional<Path> variable, Optional<Path> checkout, Path cache) {

    /** Returns the folders of this process. */
    static EngineFolders here() {
        return of(System::getProperty, System::getenv, Checkout.folder());
    }

    static EngineFolders of(
            UnaryOperator<String> property, UnaryOperator<String> environment, Optional<Path> checkout) {
        return new EngineFolders(
                folder(property.apply("xsplice.engines")),
                folder(environment.apply("XSPLICE_ENGINES")),
                checkout.map(home -> home.resolve(".engines")),
                cacheHome(property, environment).resolve("xsplice").resolve("engines"));
    }

    private static Optional<Path> folder(String name) {
        return Optional.ofNullable(name)
                .filter(n -> !n.isEmpty())
                .map(n -> Path.of(n).toAbsolutePath());
    }

    /** As the XDG Base Directory Specification has it: a path that is not absolute is passed over. */
    private static Path cacheHome(UnaryOperator<String> property, UnaryOperator<String> environment) {
        return Optional.ofNullable(environment.apply("XDG_CACHE_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> Path.of(property.apply("user.home"), ".cache").toAbsolutePath());
    }

    /** Returns them in the order in which they are looked into. */
    List<Path> inOrder() {
        return Stream.concat(Stream.of(property, variable, checkout).flatMap(Optional::stream), Stream.of(cache))
                .toList();
    }
}
