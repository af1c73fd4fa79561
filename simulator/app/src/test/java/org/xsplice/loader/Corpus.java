// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.xsplice.damage.Damages;
import org.xsplice.event.ByteString;
import org.xsplice.profile.Feature;
import org.xsplice.profile.Profile;
import org.xsplice.support.Fixtures;

/**
 * The tables as files for others: {@code fixtures/xen/uploads-*.json} and {@code actions-*.json}, one for each form of
 * payloads, and one case a line. A case has an answer for every release: which of its answers that is follows from the
 * behaviours of the release. The files are never written by hand: change the tables, then {@code make corpus}.
 */
public final class Corpus {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GUEST = "guests/plain/xen-syms";

    private Corpus() {}

    /** Returns the releases that stand for all that take payloads of one form. */
    static List<Profile> dialects() {
        return List.of(UploadTable.MODERN, UploadTable.OLD);
    }

    /** Returns the file with the cases that a release has an answer to. */
    public static Path uploadsFile(Profile profile) {
        return file("uploads", profile);
    }

    static Path actionsFile(Profile profile) {
        return file("actions", profile);
    }

    private static Path file(String what, Profile profile) {
        return Fixtures.path("xen/" + what + "-" + profile.xenPrefix() + ".json");
    }

    /**
     * Returns the answer of a release to a case.
     *
     * @throws AssertionError if it has none, or several
     */
    public static JsonNode answer(JsonNode row, Profile profile) {
        List<JsonNode> answers = new ArrayList<>();
        row.get("answers").forEach(answer -> {
            if (condition(answer).holds(profile)) {
                answers.add(answer);
            }
        });
        if (answers.size() != 1) {
            throw new AssertionError(profile.name() + " has " + answers.size() + " answers to " + row);
        }
        return answers.get(0);
    }

    private static Condition condition(JsonNode answer) {
        return new Condition(features(answer.path("with")), features(answer.path("without")));
    }

    private static Set<Feature> features(JsonNode names) {
        List<Feature> features = new ArrayList<>();
        names.forEach(name -> features.add(Feature.valueOf(name.asText())));
        return Set.copyOf(features);
    }

    /** Writes the uploads of payloads of one form. */
    static String uploads(Profile dialect) {
        byte[] sample = SamplePayload.build(dialect, Fixtures.guest("plain").buildId());
        Map<String, List<UploadCase>> cases = UploadTables.ALL.stream()
                .filter(row -> row.dialect().equals(dialect))
                .collect(Collectors.groupingBy(UploadCase::name, LinkedHashMap::new, Collectors.toList()));
        return text(
                head(dialect),
                cases.values().stream().map(rows -> upload(rows, sample)).toList());
    }

    private static ObjectNode head(Profile dialect) {
        List<Profile> releases = ReleasesOf.dialect(dialect);
        ObjectNode head = JSON.createObjectNode();
        head.put("format", 2);
        head.put("from", releases.get(0).name());
        head.put("to", releases.get(releases.size() - 1).name());
        head.put("guest", GUEST);
        return head;
    }

    private static ObjectNode upload(List<UploadCase> rows, byte[] sample) {
        UploadCase first = rows.get(0);
        ObjectNode node = JSON.createObjectNode();
        node.put("name", first.name());
        node.put("what", first.what());
        node.put("payload", "sample");
        node.put("damage", first.name());
        node.put("sha256", sha256(first.edit().apply(sample)));
        ArrayNode answers = node.putArray("answers");
        rows.stream()
                .collect(Collectors.groupingBy(UploadCase::when, LinkedHashMap::new, Collectors.toList()))
                .forEach((when, same) -> answer(answer(answers, when), same));
        return node;
    }

    private static ObjectNode answer(ArrayNode answers, Condition when) {
        ObjectNode node = answers.addObject();
        names(node, "with", when.with());
        names(node, "without", when.without());
        return node;
    }

    private static void names(ObjectNode node, String field, Set<Feature> features) {
        if (!features.isEmpty()) {
            ArrayNode names = node.putArray(field);
            features.forEach(feature -> names.add(feature.name()));
        }
    }

    /** Several rows are several things that the report of one death says. */
    private static void answer(ObjectNode node, List<UploadCase> rows) {
        UploadResult result = rows.get(0).result();
        if (result instanceof UploadResult.Accepted) {
            node.put("outcome", "accepted");
        } else if (result instanceof UploadResult.Refused refused) {
            node.put("outcome", "refused");
            node.put("errno", refused.errno().name());
            node.put("check", refused.check().name());
            refused.lines().forEach(node.putArray("console")::add);
        } else {
            node.put("outcome", "dies");
            ArrayNode report = node.putArray("report");
            rows.forEach(row -> report.add(((UploadResult.Died) row.result()).summary()));
        }
        node.put("fact", rows.get(0).fact());
    }

    /** Writes the actions on payloads of one form. */
    static String actions(Profile dialect) {
        Map<String, List<ActionCase>> cases = ActionRows.ALL.stream()
                .filter(row -> row.dialect().equals(dialect))
                .collect(Collectors.groupingBy(ActionCase::name, LinkedHashMap::new, Collectors.toList()));
        return text(head(dialect), cases.values().stream().map(Corpus::action).toList());
    }

    private static ObjectNode action(List<ActionCase> rows) {
        ActionCase first = rows.get(0);
        ObjectNode node = JSON.createObjectNode();
        node.put("name", first.name());
        node.put("what", first.what());
        ArrayNode payloads = node.putArray("payloads");
        for (ActionCase.Loaded loaded : first.payloads()) {
            ObjectNode payload = payloads.addObject();
            payload.put("name", loaded.name());
            payload.put("payload", loaded.payload());
            payload.put("damage", loaded.damage());
        }
        ArrayNode answers = node.putArray("answers");
        for (ActionCase row : rows) {
            ObjectNode answer = answer(answers, row.when());
            ArrayNode steps = answer.putArray("steps");
            row.steps().forEach(step -> step(steps.addObject(), step));
            answer.put("fact", row.fact());
        }
        return node;
    }

    private static void step(ObjectNode node, ActionStep step) {
        node.put("act", step.act());
        if (step.result() instanceof ActionStep.Returned returned) {
            node.put("returns", returned.outcome());
            if (!returned.check().isEmpty()) {
                node.put("check", returned.check());
            }
            returned.payloads().forEach(node.putArray("payloads")::add);
            returned.lines().forEach(node.putArray("console")::add);
        } else if (step.result() instanceof ActionStep.Died died) {
            node.put("dies", died.cause());
        }
    }

    private static String text(ObjectNode head, List<ObjectNode> cases) {
        try {
            String opening = JSON.writeValueAsString(head);
            StringBuilder text = new StringBuilder(opening.substring(0, opening.length() - 1)).append(",\"cases\":[\n");
            for (int i = 0; i < cases.size(); i++) {
                text.append(JSON.writeValueAsString(cases.get(i))).append(i < cases.size() - 1 ? ",\n" : "\n");
            }
            return text.append("]}\n").toString();
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree can always be written", e);
        }
    }

    /** Names a file's content. */
    static String sha256(byte[] file) {
        try {
            return ByteString.of(MessageDigest.getInstance("SHA-256").digest(file))
                    .toString();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java runtime has SHA-256", e);
        }
    }

    /** Makes the payload that a case of a file is about. */
    public static byte[] payload(Profile profile, String payload, String damage) {
        ByteString xen = Fixtures.guest("plain").buildId();
        byte[] whole = switch (payload) {
            case "sample" -> SamplePayload.build(profile, xen);
            case "user" -> SamplePayload.user(profile, xen);
            default -> Fixtures.payload("plain", payload, profile);
        };
        return damage.isEmpty() ? whole : Damages.named(profile, damage).apply(whole);
    }
}
