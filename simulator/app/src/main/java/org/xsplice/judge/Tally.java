// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import java.util.List;
import java.util.function.Consumer;

/** Counts verdicts and tells the differences that are not known. */
final class Tally {
    private final KnownDifferences knownDifferences;
    private final Consumer<String> lines;
    private Summary.Score uploads = Summary.Score.NONE;
    private Summary.Score applies = Summary.Score.NONE;
    private Summary.Score lifecycle = Summary.Score.NONE;
    private Summary.Score steps = Summary.Score.NONE;
    private int known;
    private int unexplained;

    Tally(KnownDifferences knownDifferences, Consumer<String> lines) {
        this.knownDifferences = knownDifferences;
        this.lines = lines;
    }

    void upload(StepVerdict verdict) {
        uploads = uploads.plus(verdict.passed());
        explain(verdict);
    }

    void apply(List<StepVerdict> verdicts) {
        applies = applies.plus(steps(verdicts));
    }

    void lifecycle(List<StepVerdict> verdicts) {
        lifecycle = lifecycle.plus(steps(verdicts));
    }

    private boolean steps(List<StepVerdict> verdicts) {
        for (StepVerdict verdict : verdicts) {
            steps = steps.plus(verdict.passed());
            explain(verdict);
        }
        return verdicts.stream().allMatch(StepVerdict::passed);
    }

    private void explain(StepVerdict verdict) {
        List<Difference> unknown = verdict.differences().stream()
                .filter(d -> !knownDifferences.explain(d))
                .toList();
        unknown.forEach(d -> lines.accept(d.line()));
        unexplained += unknown.size();
        if (unknown.isEmpty() && !verdict.differences().isEmpty()) {
            known++;
        }
    }

    Summary summary() {
        return new Summary(uploads, applies, lifecycle, steps, known, unexplained);
    }
}
