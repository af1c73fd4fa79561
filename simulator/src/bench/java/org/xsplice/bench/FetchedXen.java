// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** The hypervisor that {@code make xen} fetches. */
final class FetchedXen {
    private FetchedXen() {}

    static Path path() {
        Path image = Path.of(System.getProperty("xsplice.home")).resolve(".xen/current/xen-syms");
        if (!Files.isRegularFile(image)) {
            throw new IllegalStateException("there is no " + image + "; make xen fetches it");
        }
        return image;
    }
}
