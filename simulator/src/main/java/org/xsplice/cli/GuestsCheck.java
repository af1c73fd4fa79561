// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.ImageException;

/** Whether the embedded guests are there and can be read. */
final class GuestsCheck {
    private static final List<String> VARIANTS = List.of("plain", "endbr");

    private GuestsCheck() {}

    static Finding run() {
        Path folder = Path.of(System.getProperty("xsplice.home", ".")).resolve("fixtures/guests");
        List<String> lines = new ArrayList<>();
        for (String variant : VARIANTS) {
            Path image = folder.resolve(variant).resolve("xen-syms");
            try {
                lines.add(variant + ", build-id " + HypervisorImage.open(image).buildId());
            } catch (IOException e) {
                return missing("cannot read " + image + " (" + e + ")");
            } catch (ImageException e) {
                return missing(e.getMessage());
            }
        }
        return new Finding(Finding.Level.OK, "Guests", lines);
    }

    private static Finding missing(String problem) {
        return Finding.missing("Guests", problem + ". Run `git checkout fixtures`, or `make payloads`.");
    }
}
