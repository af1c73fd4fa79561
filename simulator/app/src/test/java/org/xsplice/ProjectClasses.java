// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;

/** All classes of the project, for the tests of its architecture, and the layer of each package. */
final class ProjectClasses {
    static final String BASE = "org.xsplice.";

    /** The layer of every package; see docs/architecture.md. */
    static final Map<String, Integer> LAYERS = Map.ofEntries(
            Map.entry("errno", 0),
            Map.entry("event", 0),
            Map.entry("chance", 0),
            Map.entry("state", 0),
            Map.entry("text", 0),
            Map.entry("time", 0),
            Map.entry("engine", 0),
            Map.entry("input", 0),
            Map.entry("elf", 1),
            Map.entry("machine", 1),
            Map.entry("profile", 1),
            Map.entry("machine.unicorn", 2),
            Map.entry("asm", 2),
            Map.entry("elf.build", 2),
            Map.entry("mend", 2),
            Map.entry("bootfile", 2),
            Map.entry("hypervisor", 2),
            Map.entry("image", 3),
            Map.entry("recognition", 3),
            Map.entry("refusal", 3),
            Map.entry("cause", 3),
            Map.entry("loader", 3),
            Map.entry("hazard", 3),
            Map.entry("schedule", 3),
            Map.entry("coverage", 3),
            Map.entry("orders", 4),
            Map.entry("payload", 4),
            Map.entry("plane", 5),
            Map.entry("plane.model", 5),
            Map.entry("plane.xen", 5),
            Map.entry("plane.both", 5),
            Map.entry("host", 6),
            Map.entry("client", 6),
            Map.entry("inspect", 6),
            Map.entry("scenario.step", 7),
            Map.entry("scenario.expect", 7),
            Map.entry("scenario", 7),
            Map.entry("scenario.file", 7),
            Map.entry("scenario.run", 7),
            Map.entry("scenario.print", 7),
            Map.entry("real", 7),
            Map.entry("damage", 7),
            Map.entry("jobs", 7),
            Map.entry("judge", 8),
            Map.entry("fuzz", 8),
            Map.entry("explore", 8),
            Map.entry("sweep", 8),
            Map.entry("report", 8),
            Map.entry("compare", 8),
            Map.entry("cli", 10));

    /** Those of all modules; core's tests may be in a jar of their own. */
    static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("org.xsplice");

    private ProjectClasses() {}

    /** Returns the layer of a class's package. */
    static int layer(JavaClass type) {
        return LAYERS.getOrDefault(type.getPackageName().substring(BASE.length()), 0);
    }
}
