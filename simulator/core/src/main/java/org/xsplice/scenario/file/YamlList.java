// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.xsplice.input.InputFile;
import org.xsplice.input.InputKind;

/** Reads lists from YAML files that are no scenarios. */
public final class YamlList {
    private YamlList() {}

    /**
     * Reads a list. It has no aliases to lists and mappings, so that it is no larger than its file.
     *
     * @param key under which the list stands in the file
     * @throws IOException if there is no such file or list; the message is a whole one, which names the file
     */
    public static List<?> read(Path file, InputKind kind, String key) throws IOException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setCodePointLimit(kind.limit())
                .setMaxAliasesForCollections(0)
                .build();
        Object tree;
        try {
            String text = new String(InputFile.read(file, kind), StandardCharsets.UTF_8);
            tree = new StandardConstructor(settings)
                    .constructSingleDocument(new Composer(settings, new ShallowParser(settings, text)).getSingleNode());
        } catch (YamlEngineException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException(file + ": " + InputFile.problem(e), e);
        }
        if (tree instanceof Map<?, ?> map && map.get(key) instanceof List<?> list) {
            return list;
        }
        throw new IOException(file + ": there must be a list called \"" + key + "\"");
    }
}
