// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.hypervisor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Files of fixtures/ that are packed beside the classes of this package. */
final class Packed {
    private Packed() {}

    /**
     * Returns a file.
     *
     * @param name below fixtures/
     * @throws IllegalStateException if the program was packed without it
     */
    static byte[] file(String name) {
        try (InputStream in = Packed.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program was packed without fixtures/" + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
