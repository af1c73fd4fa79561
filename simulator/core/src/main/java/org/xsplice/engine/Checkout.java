// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.engine;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The checkout that the program was started from, which the system property {@code xsplice.home} names. A program that
 * only depends on the jar has none. Nothing else reads that property.
 */
public final class Checkout {
    private static final String PROPERTY = "xsplice.home";

    private Checkout() {}

    /** Returns its folder, absolute; nothing where there is no checkout. */
    public static Optional<Path> folder() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .map(home -> Path.of(home).toAbsolutePath().normalize());
    }

    /**
     * Returns a file of the checkout, whether it is there or not; where there is no checkout, seen from the current folder.
     *
     * @param name relative, for example {@code fixtures/xen}
     */
    public static Path file(String name) {
        return folder().orElse(Path.of("")).resolve(name);
    }
}
