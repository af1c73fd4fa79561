// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xsplice.text.Visible;

class VisibleYamlTests {
    private static final String HOSTILE = """
            # a commentRLO with an order
            title: plain RLOtitleZWSP  # and moreLRI
            'singleRLO': 'it''s BOM'
            list: [a, "bLS\\n", {cSHY: d 😀}]
            literal: |
              oneRLO
               two

              three
            folded: >-
              oneRLO
              two
            last: fine
            """.replace("RLO", "\u202e")
            .replace("ZWSP", "\u200b")
            .replace("LRI", "\u2066")
            .replace("BOM", "\ufeff")
            .replace("LS", "\u2028")
            .replace("SHY", "\u00ad");

    @Test
    void meansWhatItMeant() {
        String visible = VisibleYaml.of(HOSTILE);
        assertThat(visible).isEqualTo(Visible.text(visible)).contains("# a comment\\u{202e} with");
        assertThat(values(visible)).isEqualTo(values(HOSTILE)).contains("one\u202e\n two\n\nthree\n");
    }

    @Test
    void whatIsVisibleStays() {
        String text = "title: 'it''s ä 😀'\nnote: |\n  text\n";
        assertThat(VisibleYaml.of(text)).isSameAs(text);
    }

    private static String values(String text) {
        return shown(YamlFile.parse("f", text, new InputErrors()).orElseThrow());
    }

    private static String shown(Value value) {
        StringBuilder all = new StringBuilder();
        if (value instanceof Value.Mapping mapping) {
            mapping.fields()
                    .forEach(field -> all.append('<')
                            .append(field.key())
                            .append('=')
                            .append(shown(field.value()))
                            .append('>'));
        } else if (value instanceof Value.Items items) {
            items.values().forEach(item -> all.append('[').append(shown(item)).append(']'));
        } else if (value instanceof Value.Scalar scalar) {
            all.append(scalar.text());
        }
        return all.toString();
    }
}
