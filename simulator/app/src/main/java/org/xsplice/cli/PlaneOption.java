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
            description = "takes the place of the file's plane: model, xen or both")
    private PlaneKind plane;

    Optional<PlaneKind> plane() {
        return Optional.ofNullable(plane);
    }
}
