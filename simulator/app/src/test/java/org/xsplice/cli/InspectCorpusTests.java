// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xsplice.event.ByteString;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.inspect.Inspection;
import org.xsplice.inspect.Inspector;
import org.xsplice.inspect.PayloadFile;
import org.xsplice.loader.Corpus;
import org.xsplice.loader.Ladder;
import org.xsplice.mend.Change;
import org.xsplice.mend.EditKind;
import org.xsplice.mend.FileChanges;
import org.xsplice.mend.Mend;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.refusal.Check;
import org.xsplice.support.Fixtures;

/**
 * For every payload of the corpus: what {@code inspect --json} tells is what is written there, and doing what it proposes
 * against a refusal brings the payload further, or makes it accepted. Nothing but the JSON is used for that.
 */
class InspectCorpusTests {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RECORDED = "XSPLICE_CONFORMANCE";
    private static final int STEPS_MAX = 60;

    static final List<Profile> PROFILES = Profiles.dialects();

    private static JsonNode inspect(Inspector inspector, byte... file) throws IOException {
        Inspection inspection = inspector.inspect(new PayloadFile("m", file));
        return JSON.readTree(InspectionJson.of(inspection, "m.livepatch", "embedded"));
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void whatIsProposedHelps(Profile profile) throws IOException {
        JsonNode cases = JSON.readTree(Corpus.uploadsFile(profile).toFile()).get("cases");
        int mended = 0;
        int stopped = 0;
        try (Inspector inspector = new Inspector(Fixtures.guest("plain"), profile, List.of())) {
            for (JsonNode row : cases) {
                byte[] file = Corpus.payload(
                        profile, row.get("payload").asText(), row.get("damage").asText());
                JsonNode told = inspect(inspector, file);
                assertAgrees(told, Corpus.answer(row, profile));
                if (!told.get("outcome").asText().equals("accepted")) {
                    stopped++;
                    mended +=
                            mend(inspector, profile, file, told, row.get("name").asText()) ? 1 : 0;
                }
            }
        }
        assertThat(stopped).isGreaterThan(cases.size() / 2);
        assertThat(mended).as("of " + stopped).isGreaterThan(stopped * 4 / 5);
    }

    /** The corpus was made with another payload loaded, for two rows. */
    private static void assertAgrees(JsonNode told, JsonNode answer) {
        boolean alone = !List.of("EEXIST").contains(answer.path("errno").asText());
        if (alone) {
            assertThat(told.get("outcome").asText())
                    .as("%s", answer)
                    .isEqualTo(answer.get("outcome").asText());
        }
        if (alone && answer.has("check")) {
            assertThat(told.at("/refusal/check").asText())
                    .isEqualTo(answer.get("check").asText());
            assertThat(told.at("/refusal/errno").asText())
                    .isEqualTo(answer.get("errno").asText());
        }
    }

    @Test
    void whatIsProposedHelpsRecordedMutants() throws IOException {
        String folder = System.getenv(RECORDED);
        assumeTrue(folder != null, RECORDED + " is not set, so there are no recorded payloads to mend");
        HypervisorImage image = HypervisorImage.open(Path.of(folder, "xen-syms.gz"));
        List<Path> mutants;
        try (Stream<Path> files = Files.list(Path.of(folder, "mutants"))) {
            mutants = files.sorted().toList();
        }
        try (Inspector inspector = new Inspector(image, Profiles.XEN_4_17, List.of())) {
            for (Path mutant : mutants) {
                byte[] file = Files.readAllBytes(mutant);
                JsonNode told = inspect(inspector, file);
                if (told.at("/mend/kind").asText().equals("edit")) {
                    JsonNode next = inspect(inspector, FileChanges.apply(edit(told.get("mend")), file));
                    assertThat(further(Profiles.XEN_4_17, told, next))
                            .as("%s: %s", mutant, told.get("mend"))
                            .isTrue();
                }
            }
        }
    }

    /** Mends step by step; returns whether changes of the file, or another name, made it accepted in the end. */
    private static boolean mend(Inspector inspector, Profile profile, byte[] damaged, JsonNode first, String name)
            throws IOException {
        byte[] file = damaged;
        JsonNode told = first;
        for (int i = 0; !told.get("outcome").asText().equals("accepted"); i++) {
            assertThat(i).as(name).isLessThan(STEPS_MAX);
            String kind = told.at("/mend/kind").asText();
            if (!kind.equals("edit")) {
                assertThat(kind).as("%s: %s", name, told.get("mend")).isEqualTo("rebuild");
                return false;
            }
            file = FileChanges.apply(edit(told.get("mend")), file);
            JsonNode next = inspect(inspector, file);
            assertThat(further(profile, told, next))
                    .as("%s: %s", name, told.get("mend"))
                    .isTrue();
            told = next;
        }
        return true;
    }

    private static boolean further(Profile profile, JsonNode before, JsonNode now) {
        Optional<JsonNode> stop = stop(now);
        return stop.isEmpty()
                || Ladder.of(profile)
                                .compare(
                                        check(stop.get()),
                                        stop.get().get("item").asLong(),
                                        check(stop(before).orElseThrow()),
                                        stop(before).orElseThrow().get("item").asLong())
                        > 0;
    }

    private static Optional<JsonNode> stop(JsonNode told) {
        return Stream.of("refusal", "death").filter(told::has).map(told::get).findFirst();
    }

    private static Check check(JsonNode stop) {
        return Check.valueOf(stop.get("check").asText());
    }

    private static Mend.FileEdit edit(JsonNode mend) {
        List<Change> changes = new ArrayList<>();
        mend.get("changes").forEach(node -> changes.add(change(node)));
        EditKind kind = EditKind.valueOf(
                mend.get("edit").asText().toUpperCase(Locale.ROOT).replace('-', '_'));
        return new Mend.FileEdit(kind, mend.get("text").asText(), changes);
    }

    private static Change change(JsonNode node) {
        return switch (node.get("change").asText()) {
            case "set-field" ->
                new Change.SetField(
                        node.get("file_offset").asLong(),
                        node.get("size").asInt(),
                        Long.parseUnsignedLong(node.get("value").asText().substring(2), 16),
                        node.get("field").asText());
            case "set-content" ->
                new Change.SetContent(
                        node.get("section").asInt(), node.get("name").asText(), content(node));
            case "rename-section" ->
                new Change.RenameSection(
                        node.get("section").asInt(),
                        node.get("from").asText(),
                        node.get("to").asText());
            case "rename-symbol" ->
                new Change.RenameSymbol(
                        node.get("symbol").asInt(),
                        node.get("from").asText(),
                        node.get("to").asText());
            case "add-section" ->
                new Change.AddSection(
                        node.get("name").asText(),
                        node.get("type").asInt(),
                        node.get("flags").asLong(),
                        node.get("align").asLong(),
                        node.get("size").asLong(),
                        content(node));
            default -> throw new AssertionError(node.toString());
        };
    }

    private static ByteString content(JsonNode node) {
        return ByteString.ofHex(node.get("content").asText());
    }
}
