// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks with JMH, whose options it takes, and says at the end which goals were met. A benchmark of
 * something that is not there is passed over, with a line that says so.
 */
public final class Benches {
    private Benches() {}

    public static void main(String[] args) throws CommandLineOptionException, RunnerException, IOException {
        CommandLineOptions asked = new CommandLineOptions(args);
        if (asked.shouldHelp()) {
            asked.showHelp();
            return;
        }
        ChainedOptionsBuilder options = new OptionsBuilder().parent(asked).shouldFailOnError(true);
        for (Need need : Need.values()) {
            if (!need.met()) {
                System.out.println("skipped: " + String.join(", ", need.benchmarks()) + ": " + need.missing());
                need.benchmarks().forEach(benchmark -> options.exclude("\\." + benchmark + "\\."));
            }
        }
        Runner runner = new Runner(options.build());
        if (asked.shouldList()) {
            runner.list();
            return;
        }
        try {
            print(runner.run());
        } catch (RunnerException e) {
            System.err.println("xsplice: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void print(Collection<RunResult> runs) throws IOException {
        Results results = new Results(runs);
        List<Goal> measured =
                Goal.ALL.stream().filter(goal -> results.has(goal.benchmark())).toList();
        System.out.printf("%n%s, %d processors, Java %s%n", processor(), processors(), Runtime.version());
        measured.forEach(goal -> System.out.println(goal.line(results)));
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static String processor() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        return !Files.isReadable(info)
                ? System.getProperty("os.arch")
                : Files.readAllLines(info).stream()
                        .filter(line -> line.startsWith("model name"))
                        .findFirst()
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .orElse(System.getProperty("os.arch"));
    }
}
