// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bench;

import java.nio.file.Files;
import java.util.List;

/** What some benchmarks cannot do without and a machine need not have. */
enum Need {
    REAL_IMAGE(
            Files.isRegularFile(BenchHost.REAL),
            "there is no real image; `make xen` fetches one",
            "OpenBench",
            "RealCycleBench",
            "XenCycleBench",
            "XenStartBench",
            "CompareBench"),
    RECORDED_CASES(
            System.getenv(ConformanceBench.FOLDER) != null,
            ConformanceBench.FOLDER + " names no folder with recorded cases",
            "ConformanceBench");

    private final boolean met;
    private final String missing;
    private final List<String> benchmarks;

    Need(boolean met, String missing, String... benchmarks) {
        this.met = met;
        this.missing = missing;
        this.benchmarks = List.of(benchmarks);
    }

    boolean met() {
        return met;
    }

    /** Says what is missing, and what brings it. */
    String missing() {
        return missing;
    }

    /** Returns the classes that need it. */
    List<String> benchmarks() {
        return benchmarks;
    }
}
