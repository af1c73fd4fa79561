// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.real;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;

/**
 * What a real Xen will be asked.
 *
 * @param steps commands of the driver, each a list of words, one character a byte
 * @param payloads contents by file name; the commands know them as {@code /payloads/NAME}
 */
public record Errand(List<List<String>> steps, Map<String, byte[]> payloads) {
    /** Where the first domain has the payloads. */
    public static final String PAYLOADS = "/payloads/";

    private static final ObjectMapper ASCII_JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** Returns it as the driver reads it from its serial line. */
    byte[] line() throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(deflated)) {
            ASCII_JSON.writeValue(out, Map.of("steps", steps, "payloads", new TreeMap<>(payloads)));
        }
        String line = Base64.getEncoder().encodeToString(deflated.toByteArray()) + "\n";
        return line.getBytes(StandardCharsets.US_ASCII);
    }
}
