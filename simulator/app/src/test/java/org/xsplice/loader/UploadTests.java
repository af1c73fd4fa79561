// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.refusal.Check;
import org.xsplice.support.GuestState;

/**
 * Every refusal of an upload that a damaged file can provoke: errno, console lines and the check, and that a refusal
 * leaves everything as it was. The expected results come from the facts that each row names.
 */
class UploadTests {
    /** Checks of upload that no damaged file provokes, but the request or what is loaded: ActionTests has them. */
    static final Set<Check> ELSEWHERE = EnumSet.of(Check.NAME, Check.SIZE, Check.NAME_TAKEN, Check.DUPLICATE_BUILD_ID);

    private static UploadHost modern;
    private static UploadHost old;
    private static List<String> modernPages;
    private static List<String> oldPages;

    @BeforeAll
    static void boot() {
        modern = new UploadHost(UploadTable.MODERN);
        old = new UploadHost(UploadTable.OLD);
        modernPages = undisturbed(modern);
        oldPages = undisturbed(old);
    }

    @AfterAll
    static void stop() {
        modern.close();
        old.close();
    }

    private static UploadHost host(Profile dialect) {
        return dialect.equals(UploadTable.MODERN) ? modern : old;
    }

    /** What holds in the releases that stand for the others; CorpusTests ask all. */
    static List<UploadCase> rows() {
        return Stream.of(UploadTable.MODERN, UploadTable.OLD)
                .flatMap(profile -> UploadTables.of(profile).stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void endsAsTheFactsSay(UploadCase row) {
        UploadHost host = host(row.dialect());
        GuestState before = host.state();
        UploadResult result = host.upload(UploadTable.NAME, row.edit().apply(host.sample()));
        if (result instanceof UploadResult.Accepted) {
            host.unload(UploadTable.NAME);
        }
        if (row.result() instanceof UploadResult.Died expected) {
            assertThat(result)
                    .as("%s (%s)", row.what(), row.fact())
                    .isInstanceOfSatisfying(
                            UploadResult.Died.class,
                            died -> assertThat(died.summary()).contains(expected.summary()));
        } else {
            assertThat(result).as("%s (%s)", row.what(), row.fact()).isEqualTo(row.result());
        }
        if (result instanceof UploadResult.Refused) {
            assertThat(host.state()).as("after the refusal").isEqualTo(before);
            assertNothingIsLeftBehind(host);
        }
    }

    /** A payload that needs another one's symbol still loads, and where it would have without the refused one. */
    private static void assertNothingIsLeftBehind(UploadHost host) {
        assertThat(host.upload("next", host.dependent())).isEqualTo(new UploadResult.Accepted());
        List<String> landed = host.state().payloadPages();
        host.unload("next");
        assertThat(landed).isEqualTo(host.profile().equals(UploadTable.MODERN) ? modernPages : oldPages);
    }

    /** Returns the pages after an upload to a host that has refused nothing. */
    private static List<String> undisturbed(UploadHost fresh) {
        assertThat(fresh.upload("next", fresh.dependent())).isEqualTo(new UploadResult.Accepted());
        List<String> pages = fresh.state().payloadPages();
        fresh.unload("next");
        return pages;
    }

    @Test
    void everyCheckOfUploadIsHitBySomeRow() {
        Set<Check> hit = UploadTables.ALL.stream()
                .map(UploadCase::result)
                .filter(UploadResult.Refused.class::isInstance)
                .map(r -> ((UploadResult.Refused) r).check())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Check.class)));
        Set<Check> wanted = EnumSet.noneOf(Check.class);
        Profiles.all().forEach(profile -> wanted.addAll(Ladder.of(profile).checks()));
        wanted.removeAll(ELSEWHERE);
        assertThat(hit).containsExactlyInAnyOrderElementsOf(wanted);
    }
}
