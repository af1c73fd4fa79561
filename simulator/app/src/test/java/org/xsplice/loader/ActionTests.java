// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xsplice.refusal.Check;
import org.xsplice.support.Fixtures;

/** What actions come to, on payloads good and damaged; the expected results come from the facts that each row names. */
class ActionTests {
    /** What holds in the releases that stand for the others; CorpusTests ask all. */
    static List<ActionCase> rows() {
        return Stream.of(UploadTable.MODERN, UploadTable.OLD)
                .flatMap(profile -> ActionRows.of(profile).stream())
                .toList();
    }

    /** Quirks that are no payload's doing: lost NMIs, what is not looked at on stacks, the moment of a hypercall. */
    private static final Set<String> NO_PAYLOADS = Set.of("16", "18", "27", "28");

    private static final Pattern QUIRK = Pattern.compile("quirk (\\d+)");

    @Test
    void everyCheckOfActionsIsHitBySomeRow() {
        Set<String> hit = ActionRows.ALL.stream()
                .flatMap(row -> row.steps().stream())
                .map(ActionStep::result)
                .filter(ActionStep.Returned.class::isInstance)
                .map(result -> ((ActionStep.Returned) result).check())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Check> wanted = EnumSet.range(Check.PAYLOAD_KNOWN, Check.LIST_INDEX);
        wanted.addAll(UploadTests.ELSEWHERE);
        assertThat(hit).containsAll(wanted.stream().map(Enum::name).toList());
    }

    /** Facts, section 10: there is a payload, with what comes of it, for each. */
    @Test
    void everyQuirkHasARow() throws IOException {
        Set<String> named = Stream.concat(
                        ActionRows.ALL.stream().map(ActionCase::fact),
                        UploadTables.ALL.stream().map(UploadCase::fact))
                .flatMap(fact -> QUIRK.matcher(fact).results().map(result -> result.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        String facts = Files.readString(Fixtures.path("../docs/facts.md"));
        String section = facts.substring(facts.indexOf("## 10. Quirks"), facts.indexOf("## 11."));
        Set<String> wanted = Pattern.compile("(?m)^(\\d+)\\. ")
                .matcher(section)
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        wanted.removeAll(NO_PAYLOADS);
        assertThat(named).isEqualTo(wanted);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void endsAsTheFactsSay(ActionCase row) {
        try (ActionHost host = new ActionHost(row.dialect())) {
            row.payloads().forEach(host::load);
            for (ActionStep step : row.steps()) {
                assertThat(host.perform(step.act()))
                        .as("%s %s (%s)", row.what(), step.act(), row.fact())
                        .isEqualTo(step.result());
            }
        }
    }
}
