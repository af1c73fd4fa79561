// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import static org.xsplice.text.Formats.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.xsplice.client.FileReply;
import org.xsplice.client.Libxc;
import org.xsplice.hypervisor.HypervisorDiedException;

/** Uploads one recorded payload and compares what comes of it. */
final class UploadRun {
    private static final List<String> FIELDS = List.of("outcome", "errno", "log");
    private static final String NAME = "m";
    /** Left out of the recordings. */
    private static final String ALTERNATIVES_LINE = "alt table ";

    private UploadRun() {}

    static StepVerdict play(UploadCase upload, FreshHost host) {
        String path = format("/payloads/mut/%s.livepatch", upload.name());
        return StepVerdict.of(mismatches(upload, path, host).stream()
                .map(m -> new Difference(upload.name(), 1, "upload " + NAME + " " + path, m))
                .toList());
    }

    private static List<Mismatch> mismatches(UploadCase upload, String path, FreshHost host) {
        if (!(host.files().read(path) instanceof FileReply.Content file)) {
            return List.of(new Mismatch("file", "", "a payload", Mismatch.NOTHING));
        }
        try {
            ObjectNode seen = upload(host, file.bytes());
            return upload.death()
                    .map(death -> List.of(Mismatch.died(death.toString(), "no")))
                    .orElseGet(() -> FieldComparison.compare(FIELDS, upload.expected(), seen));
        } catch (HypervisorDiedException e) {
            DeathReport death = DeathReport.of(e.death());
            return upload.death()
                    .map(death::mismatches)
                    .orElseGet(() -> List.of(Mismatch.died("no", death.toString())));
        } catch (RuntimeException | AssertionError e) {
            return List.of(Mismatch.bug(e));
        }
    }

    private static ObjectNode upload(FreshHost host, byte[] payload) {
        ObjectNode seen = JsonNodeFactory.instance.objectNode();
        Libxc.Reply reply = host.libxc().upload(NAME, payload);
        if (reply.errno() == 0) {
            seen.put("outcome", "accepted");
        } else {
            seen.put("outcome", "refused").put("errno", -reply.errno());
        }
        ArrayNode log = seen.putArray("log");
        host.console().take().stream()
                .filter(line -> !line.startsWith(ALTERNATIVES_LINE))
                .forEach(log::add);
        return seen;
    }
}
