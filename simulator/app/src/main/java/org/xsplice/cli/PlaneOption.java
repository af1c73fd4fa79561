// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.util.Optional;
import org.xsplice.host.PlaneKind;
import picocli.CommandLine.Option;

/** {@code --plane} of commands that take a scenario: who decides, instead of whom the file says. */
final class PlaneOption {
    @Option(
            names = "--plane",
            paramLabel = "PLANE",
            converter = PlaneName.class,
            description = "overrides the plane of the file: model, xen or both")
    private PlaneKind plane;

    Optional<PlaneKind> plane() {
        return Optional.ofNullable(plane);
    }
}
