// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xsplice.damage.Damages;
import org.xsplice.event.ByteString;
import org.xsplice.profile.Profile;
import org.xsplice.support.Fixtures;

/**
 * The tables as files for others: {@code fixtures/xen/uploads-*.json} and {@code actions-*.json}, one case a line. They are
 * never written by hand: change the tables, then {@code make corpus}.
 */
public final class Corpus {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GUEST = "guests/plain/xen-syms";

    private Corpus() {}

    static List<Profile> profiles() {
        return List.of(UploadTable.MODERN, UploadTable.OLD);
    }

    public static Path uploadsFile(Profile profile) {
        return file("uploads", profile);
    }

    static Path actionsFile(Profile profile) {
        return file("actions", profile);
    }

    private static Path file(String what, Profile profile) {
        String release = profile.name().substring(profile.name().indexOf('-') + 1);
        return Fixtures.path("xen/" + what + "-" + release + ".json");
    }

    /** Writes the uploads of a release. */
    static String uploads(Profile profile) {
        byte[] sample = SamplePayload.build(profile, Fixtures.guest("plain").buildId());
        Map<String, ObjectNode> cases = new LinkedHashMap<>();
        for (UploadCase row : UploadTables.ALL) {
            if (row.profile().equals(profile)) {
                ObjectNode known = cases.get(row.name());
                if (known == null) {
                    cases.put(row.name(), upload(row, row.edit().apply(sample)));
                } else {
                    ((ArrayNode) known.get("report")).add(((UploadResult.Died) row.result()).summary());
                }
            }
        }
        return text(head(profile), cases.values().stream().toList());
    }

    private static ObjectNode head(Profile profile) {
        ObjectNode head = JSON.createObjectNode();
        head.put("profile", profile.name());
        head.put("guest", GUEST);
        return head;
    }

    private static ObjectNode upload(UploadCase row, byte[] file) {
        ObjectNode node = JSON.createObjectNode();
        node.put("name", row.name());
        node.put("what", row.what());
        node.put("payload", "sample");
        node.put("damage", row.name());
        node.put("sha256", sha256(file));
        if (row.result() instanceof UploadResult.Accepted) {
            node.put("outcome", "accepted");
        } else if (row.result() instanceof UploadResult.Refused refused) {
            node.put("outcome", "refused");
            node.put("errno", refused.errno().name());
            node.put("check", refused.check().name());
            refused.lines().forEach(node.putArray("console")::add);
        } else if (row.result() instanceof UploadResult.Died died) {
            node.put("outcome", "dies");
            node.putArray("report").add(died.summary());
        }
        node.put("fact", row.fact());
        return node;
    }

    /** Writes the actions of a release. */
    static String actions(Profile profile) {
        List<ObjectNode> cases = ActionRows.ALL.stream()
                .filter(row -> row.profile().equals(profile))
                .map(Corpus::action)
                .toList();
        return text(head(profile), cases);
    }

    private static ObjectNode action(ActionCase row) {
        ObjectNode node = JSON.createObjectNode();
        node.put("name", row.name());
        node.put("what", row.what());
        ArrayNode payloads = node.putArray("payloads");
        for (ActionCase.Loaded loaded : row.payloads()) {
            ObjectNode payload = payloads.addObject();
            payload.put("name", loaded.name());
            payload.put("payload", loaded.payload());
            payload.put("damage", loaded.damage());
        }
        ArrayNode steps = node.putArray("steps");
        row.steps().forEach(step -> step(steps.addObject(), step));
        node.put("fact", row.fact());
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
