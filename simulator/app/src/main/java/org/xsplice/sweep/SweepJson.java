// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.sweep;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.xsplice.text.Visible;

/** A sweep as JSON: every time, where the CSV has medians. */
public final class SweepJson {
    private SweepJson() {}

    /**
     * Writes it.
     *
     * @param scenario the file's name
     * @param title of the scenario
     */
    public static String of(String scenario, String title, long firstSeed, List<Cell> cells) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("scenario", scenario).put("title", title).put("first_seed", firstSeed);
        ArrayNode list = root.putArray("cells");
        for (Cell cell : cells) {
            ArrayNode times = list.addObject()
                    .put("cpus", cell.cpus())
                    .put("timeout_ns", cell.timeout().nanos())
                    .put("load_percent", cell.load())
                    .put("runs", cell.runs())
                    .put("passed", cell.passed())
                    .put("timed_out", cell.timedOut())
                    .put("failed", cell.failed())
                    .putArray("quiesce_ns");
            cell.quiesce().forEach(time -> times.add(time.nanos()));
        }
        return Visible.json(root.toPrettyString()) + "\n";
    }
}
