// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bench;

import static org.xsplice.text.Formats.format;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How fast something is to be.
 *
 * @param benchmark the class that measures it
 * @param limit the longest time that is good enough, in nanoseconds
 * @param time reads it out of the results, in nanoseconds
 */
record Goal(String what, String benchmark, double limit, ToDoubleFunction<Results> time) {
    private static final double US = 1e3;
    private static final double MS = 1e6;
    private static final double S = 1e9;

    static final List<Goal> ALL = List.of(
            goal("upload, apply, call, revert, unload on 2 CPUs", "CycleBench", "2", MS),
            goal("a call of xen_extra_version", "CallBench", "direct", 2 * US),
            goal("a call of xen_extra_version through the trampoline", "CallBench", "trampoline", 2 * US),
            new Goal("loading, per relocation, of the first 1000", "LoadBench", 30, r -> perRelocation(r, "1000")),
            new Goal("loading, per relocation, of 40000", "LoadBench", 30, r -> perRelocation(r, "40000")),
            goal("keeping a host, 10 pages written since", "KeepBench", "keep", 50 * US),
            goal("putting a host back, 10 pages written since", "KeepBench", "restore", 100 * US),
            goal("a rendezvous of 64 CPUs", "RendezvousBench", "64", 100 * MS),
            goal("./xsplice run of hello-bye, start to end", "StartBench", "", S),
            goal("opening Debian's xen-syms", "OpenBench", "", 150 * MS),
            goal("upload, apply, revert, unload on Debian's xen-syms", "RealCycleBench", "", MS),
            goal("the same by Xen's own code, on 1 CPU", "XenCycleBench", "1", 2 * MS),
            goal("starting Xen's own code as a judge", "XenStartBench", "", 300 * MS),
            each("a step of compare", "CompareBench", "", "steps", 5 * MS),
            each("a transition of explore", "ExploreBench", "false", "transitions", 50 * US),
            each("a transition of explore, with the reduction", "ExploreBench", "true", "transitions", 50 * US),
            goal("all recorded cases", "ConformanceBench", "", 10 * S));

    private static Goal goal(String what, String benchmark, String parameter, double limit) {
        return new Goal(what, benchmark, limit, results -> results.nanoseconds(benchmark, parameter));
    }

    private static Goal each(String what, String benchmark, String parameter, String counter, double limit) {
        return new Goal(what, benchmark, limit, results -> results.nanosecondsEach(benchmark, parameter, counter));
    }

    /** What each relocation beyond the first adds. */
    private static double perRelocation(Results results, String relocations) {
        double first = results.nanoseconds("LoadBench", "1");
        return (results.nanoseconds("LoadBench", relocations) - first) / (Integer.parseInt(relocations) - 1);
    }

    /** Says what was measured and whether it is good enough. */
    String line(Results results) {
        double measured = time.applyAsDouble(results);
        String verdict = Double.isNaN(measured) ? "not measured" : measured <= limit ? "met" : "MISSED";
        return format("%-52s %9s  goal %9s  %s", what, text(measured), text(limit), verdict);
    }

    private static String text(double nanoseconds) {
        if (Double.isNaN(nanoseconds)) {
            return "-";
        }
        double scale = nanoseconds >= S ? S : nanoseconds >= MS ? MS : nanoseconds >= US ? US : 1;
        String unit = scale == S ? "s" : scale == MS ? "ms" : scale == US ? "us" : "ns";
        return format("%.3g %s", nanoseconds / scale, unit);
    }
}
