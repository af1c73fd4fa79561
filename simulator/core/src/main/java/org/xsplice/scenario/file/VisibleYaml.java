// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.xsplice.text.Visible;

/** The text of a scenario file with its texts in quotes where they have characters that are not visible. */
final class VisibleYaml {
    private VisibleYaml() {}

    /**
     * Returns {@link Visible} text that YAML reads as it reads the given one. In comments, which it does not read, characters
     * become numbers.
     */
    static String of(String text) {
        if (Visible.text(text).equals(text)) {
            return text;
        }
        int[] characters = text.codePoints().toArray();
        StringBuilder visible = new StringBuilder();
        int at = 0;
        for (ScalarEvent scalar : scalars(text)) {
            int start = scalar.getStartMark().orElseThrow().getIndex();
            int end = scalar.getEndMark().orElseThrow().getIndex();
            String written = new String(characters, start, end - start);
            if (!Visible.text(written).equals(written)) {
                boolean block =
                        scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED;
                visible.append(new String(characters, at, start - at))
                        .append(ScenarioSource.quoted(scalar.getValue()))
                        .append(block ? "\n" : "");
                at = end;
            }
        }
        visible.append(new String(characters, at, characters.length - at));
        return Visible.text(visible.toString());
    }

    private static List<ScalarEvent> scalars(String text) {
        List<ScalarEvent> scalars = new ArrayList<>();
        for (Event event : new Parse(LoadSettings.builder().build()).parseString(text)) {
            if (event instanceof ScalarEvent scalar) {
                scalars.add(scalar);
            }
        }
        return scalars;
    }
}
