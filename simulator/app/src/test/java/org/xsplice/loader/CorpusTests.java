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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xsplice.errno.Errno;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;

/**
 * The corpus in {@code fixtures/xen} is what the tables say, and holds by itself. {@code make corpus} runs these tests with
 * {@code -Dxsplice.corpus=write}, which makes the files anew first.
 */
class CorpusTests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long SIZE_MAX = 1 << 20;

    static List<Profile> profiles() {
        return Corpus.profiles();
    }

    private static void compare(Path file, String wanted) throws IOException {
        if (System.getProperty("xsplice.corpus", "").equals("write")) {
            Files.writeString(file, wanted);
        }
        assertThat(file).as("run make corpus").content().isEqualTo(wanted);
        assertThat(Files.size(file)).isLessThan(SIZE_MAX);
    }

    private static JsonNode cases(Path file, Profile profile) throws IOException {
        JsonNode root = JSON.readTree(file.toFile());
        assertThat(root.get("profile").asText()).isEqualTo(profile.name());
        return root.get("cases");
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(node -> strings.add(node.asText()));
        return strings;
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void uploadsHoldAsTheyAreWritten(Profile profile) throws IOException {
        compare(Corpus.uploadsFile(profile), Corpus.uploads(profile));
        try (UploadHost host = new UploadHost(profile)) {
            for (JsonNode node : cases(Corpus.uploadsFile(profile), profile)) {
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
                assertHolds(node, result);
            }
        }
    }

    private static void assertHolds(JsonNode node, UploadResult result) {
        switch (node.get("outcome").asText()) {
            case "accepted" -> assertThat(result).as("%s", node).isEqualTo(new UploadResult.Accepted());
            case "refused" ->
                assertThat(result)
                        .as("%s", node)
                        .isEqualTo(new UploadResult.Refused(
                                Errno.valueOf(node.get("errno").asText()),
                                Check.valueOf(node.get("check").asText()),
                                strings(node.get("console"))));
            default ->
                assertThat(result)
                        .as("%s", node)
                        .isInstanceOfSatisfying(
                                UploadResult.Died.class,
                                died -> assertThat(died.summary()).contains(strings(node.get("report"))));
        }
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void actionsHoldAsTheyAreWritten(Profile profile) throws IOException {
        compare(Corpus.actionsFile(profile), Corpus.actions(profile));
        for (JsonNode node : cases(Corpus.actionsFile(profile), profile)) {
            try (ActionHost host = new ActionHost(profile)) {
                for (JsonNode payload : node.get("payloads")) {
                    host.load(new ActionCase.Loaded(
                            payload.get("name").asText(),
                            payload.get("payload").asText(),
                            payload.get("damage").asText()));
                }
                for (JsonNode step : node.get("steps")) {
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
