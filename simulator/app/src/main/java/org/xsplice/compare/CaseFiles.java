// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.compare;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xsplice.event.ByteString;
import org.xsplice.plane.both.Disagreement;
import org.xsplice.scenario.file.ScenarioSource;
import org.xsplice.scenario.step.Operation;

/** A case as files: a scenario, and the payloads that it uploads beside it. */
public final class CaseFiles {
    /** The name of the scenario's file. */
    public static final String SCENARIO = "scenario.yaml";

    private final CompareCase written;
    private final List<StepRecord> steps;
    private final Operation last;
    private final Disagreement disagreement;
    private final Map<String, ByteString> payloads = new TreeMap<>();

    /**
     * @param run of this case; it has a difference
     */
    CaseFiles(CompareCase written, Target target, CaseRun run) {
        this.written = written;
        steps = run.steps();
        last = written.steps().get(steps.size());
        disagreement = run.difference().orElseThrow();
        for (int i = 0; i < written.payloads().size(); i++) {
            if (written.uses(i)) {
                payloads.put(
                        CompareCase.file(i),
                        ByteString.of(written.payloads().get(i).build(target)));
            }
        }
    }

    /** Returns how many steps the scenario has. */
    public int steps() {
        return steps.size() + 1;
    }

    /** Returns how many CPUs it needs. */
    public int cpus() {
        return written.cpus();
    }

    /**
     * Returns the files by their names: the payloads, and the scenario, {@link #SCENARIO}.
     *
     * @param guest the image's file
     * @param command what shows the difference again
     */
    public Map<String, ByteString> files(Path guest, String command) {
        Map<String, ByteString> files = new TreeMap<>(payloads);
        files.put(SCENARIO, ByteString.of(text(guest.toAbsolutePath(), command).getBytes(StandardCharsets.UTF_8)));
        return files;
    }

    private String text(Path guest, String command) {
        List<String> comment = new ArrayList<>(List.of(command, ""));
        comment.addAll(disagreement.toString().lines().toList());
        ScenarioSource source = new ScenarioSource()
                .comment(comment)
                .head("version", 1)
                .headText("title", "The planes disagree on " + disagreement.operation())
                .headText("guest", guest.toString())
                .head("plane", "both")
                .head("cpus", written.cpus())
                .head("schedule", written.schedule().word())
                .head("seed", written.seed())
                .steps();
        steps.forEach(step -> source.step(step.operation(), expected(step)));
        return source.step(last, Map.of()).toString();
    }

    private static Map<String, String> expected(StepRecord step) {
        Map<String, String> expected = new LinkedHashMap<>();
        step.errno().ifPresent(errno -> expected.put("errno", errno.toString()));
        step.rc().filter(rc -> rc != 0).ifPresent(rc -> expected.put("rc", rc.toString()));
        return expected;
    }
}
