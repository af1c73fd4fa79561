// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.client;

import static org.xsplice.text.Formats.format;

import java.util.List;
import org.xsplice.plane.PayloadStatus;

/** The table that {@code list} prints. */
final class StatusTable {
    private static final String HEADER = """
             ID                                     | status     | metadata
            ----------------------------------------+------------+---------------
            """;

    private StatusTable() {}

    static String of(List<PayloadStatus> payloads) {
        StringBuilder table = new StringBuilder(HEADER);
        for (PayloadStatus payload : payloads) {
            String rc = payload.rc() == 0 ? "" : format(" (%d, %s)", -payload.rc(), Strerror.of(-payload.rc()));
            table.append(format(
                    "%-40s| %s%s    | %s\n", payload.name(), payload.stateName(), rc, oneLine(payload.metadata())));
        }
        return table.toString();
    }

    /** Shows NULs as semicolons, except for the last one, which ends the text. */
    private static String oneLine(String metadata) {
        int last = Math.max(0, metadata.length() - 1);
        String shown = metadata.substring(0, last).replace('\0', ';') + metadata.substring(last);
        int end = shown.indexOf('\0');
        return end < 0 ? shown : shown.substring(0, end);
    }
}
