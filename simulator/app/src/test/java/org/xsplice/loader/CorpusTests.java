// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xsplice.errno.Errno;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;

/**
 * The corpus in {@code fixtures/xen} is what the tables say, and holds by itself, in every release from Xen 4.14 on and in
 * xSplice of 2016. Releases that do not differ are asked once. {@code make corpus} runs these tests with
 * {@code -Dxsplice.corpus=write}, which makes the files anew first.
 */
class CorpusTests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SIZE_MAX = 1 << 20;

    static List<Profile> dialects() {
        return Corpus.dialects();
    }

    /** A release for each way of loading payloads. */
    static List<Profile> loading() {
        return ReleasesOf.distinct(profile -> List.of(profile.features(), profile.alternatives(), profile.vmapPages()));
    }

    /** A release for each way of acting on payloads. */
    static List<Profile> acting() {
        return ReleasesOf.distinct(Profile::features);
    }

    @BeforeAll
    static void write() throws IOException {
        if (System.getProperty("xsplice.corpus", "").equals("write")) {
            for (Profile dialect : dialects()) {
                Files.writeString(Corpus.uploadsFile(dialect), Corpus.uploads(dialect));
                Files.writeString(Corpus.actionsFile(dialect), Corpus.actions(dialect));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void filesAreWhatTheTablesSay(Profile dialect) throws IOException {
        compare(Corpus.uploadsFile(dialect), Corpus.uploads(dialect));
        compare(Corpus.actionsFile(dialect), Corpus.actions(dialect));
    }

    private static void compare(Path file, String wanted) throws IOException {
        assertThat(file).as("run make corpus").content().isEqualTo(wanted);
        assertThat(Files.size(file)).isLessThan(SIZE_MAX);
    }

    private static JsonNode cases(Path file) throws IOException {
        return JSON.readTree(file.toFile()).get("cases");
    }

    /** Each answer is that of some release; that each release has just one is seen where they are asked. */
    @ParameterizedTest
    @MethodSource("dialects")
    void noAnswerIsNobodys(Profile dialect) throws IOException {
        for (Path file : List.of(Corpus.uploadsFile(dialect), Corpus.actionsFile(dialect))) {
            for (JsonNode node : cases(file)) {
                List<JsonNode> given = ReleasesOf.dialect(dialect).stream()
                        .map(profile -> Corpus.answer(node, profile))
                        .toList();
                assertThat(node.get("answers")).as("%s", node).isSubsetOf(given);
            }
        }
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(node -> strings.add(node.asText()));
        return strings;
    }

    @ParameterizedTest
    @MethodSource("loading")
    void uploadsHoldAsTheyAreWritten(Profile profile) throws IOException {
        try (UploadHost host = new UploadHost(profile)) {
            for (JsonNode node : cases(Corpus.uploadsFile(profile))) {
                byte[] file = Corpus.payload(
                        profile,
                        node.get("payload").asText(),
                        node.get("damage").asText());
                assertThat(Corpus.sha256(file))
                        .as("%s", node)
                        .isEqualTo(node.get("sha256").asText());
                UploadResult result = host.upload(UploadTable.NAME, file);
                if (result instanceof UploadResult.Accepted) {
                    host.unload(UploadTable.NAME);
                }
                assertHolds(node.get("name").asText(), Corpus.answer(node, profile), profile, result);
            }
        }
    }

    private static void assertHolds(String name, JsonNode answer, Profile profile, UploadResult result) {
        switch (answer.get("outcome").asText()) {
            case "accepted" -> assertThat(result).as(name).isEqualTo(new UploadResult.Accepted());
            case "refused" ->
                assertThat(result)
                        .as(name)
                        .isEqualTo(new UploadResult.Refused(
                                Errno.valueOf(answer.get("errno").asText()),
                                Check.valueOf(answer.get("check").asText()),
                                ReleaseValues.fill(strings(answer.get("console")), profile)));
            default ->
                assertThat(result)
                        .as(name)
                        .isInstanceOfSatisfying(
                                UploadResult.Died.class,
                                died -> assertThat(died.summary()).contains(strings(answer.get("report"))));
        }
    }

    @ParameterizedTest
    @MethodSource("acting")
    void actionsHoldAsTheyAreWritten(Profile profile) throws IOException {
        for (JsonNode node : cases(Corpus.actionsFile(profile))) {
            try (ActionHost host = new ActionHost(profile)) {
                for (JsonNode payload : node.get("payloads")) {
                    host.load(new ActionCase.Loaded(
                            payload.get("name").asText(),
                            payload.get("payload").asText(),
                            payload.get("damage").asText()));
                }
                for (JsonNode step : Corpus.answer(node, profile).get("steps")) {
                    assertThat(host.perform(step.get("act").asText()))
                            .as("%s: %s", node.get("name"), step)
                            .isEqualTo(result(step));
                }
            }
        }
    }

    private static ActionStep.Result result(JsonNode step) {
        return step.has("dies")
                ? new ActionStep.Died(step.get("dies").asText())
                : new ActionStep.Returned(
                        step.path("check").asText(""),
                        step.get("returns").asText(),
                        strings(step.get("payloads")),
                        strings(step.get("console")));
    }
}
