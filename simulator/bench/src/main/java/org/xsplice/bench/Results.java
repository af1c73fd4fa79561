// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bench;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/** What a run of JMH has measured. */
record Results(Collection<RunResult> runs) {
    private static final double NANOSECONDS_PER_SECOND = 1e9;

    /** Returns whether a benchmark class was run. */
    boolean has(String benchmark) {
        return runs.stream().anyMatch(run -> of(run, benchmark));
    }

    /**
     * Returns how long one operation takes, in nanoseconds; NaN where it was not measured.
     *
     * @param benchmark its class
     * @param parameter the value of its only parameter; empty where it has none
     */
    double nanoseconds(String benchmark, String parameter) {
        return runs.stream()
                .filter(run -> of(run, benchmark) && parameter(run.getParams()).equals(parameter))
                .mapToDouble(Results::nanoseconds)
                .findFirst()
                .orElse(Double.NaN);
    }

    /**
     * Returns how long one of the things takes that a benchmark counts; NaN where it was not measured.
     *
     * @param counter the counter's name
     */
    double nanosecondsEach(String benchmark, String parameter, String counter) {
        return runs.stream()
                .filter(run -> of(run, benchmark) && parameter(run.getParams()).equals(parameter))
                .filter(run -> run.getSecondaryResults().containsKey(counter))
                .mapToDouble(run -> NANOSECONDS_PER_SECOND
                        / run.getSecondaryResults().get(counter).getScore())
                .findFirst()
                .orElse(Double.NaN);
    }

    private static boolean of(RunResult run, String benchmark) {
        return run.getParams().getBenchmark().contains("." + benchmark + ".");
    }

    private static String parameter(BenchmarkParams params) {
        return params.getParamsKeys().stream().findFirst().map(params::getParam).orElse("");
    }

    private static double nanoseconds(RunResult run) {
        double score = run.getPrimaryResult().getScore();
        double unit = TimeUnit.NANOSECONDS.convert(1, run.getParams().getTimeUnit());
        return run.getParams().getMode() == Mode.Throughput ? unit / score : unit * score;
    }
}
