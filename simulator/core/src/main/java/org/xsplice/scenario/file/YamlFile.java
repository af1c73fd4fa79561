// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.xsplice.input.InputKind;
import org.xsplice.text.FilePosition;

/** Reads YAML 1.2 into values with places. */
final class YamlFile {
    private static final String QUOTES = "YAML 1.2; a text with one of : # { [ & * ! in it needs quotes";
    private static final int VALUES_MAX = 200_000;

    private final String file;
    private final InputErrors errors;
    private int values;

    private YamlFile(String file, InputErrors errors) {
        this.file = file;
        this.errors = errors;
    }

    /**
     * Reads a document.
     *
     * @param file what places call it
     * @return nothing where the text is no YAML document, which is then among the input errors
     */
    static Optional<Value> parse(String file, String text, InputErrors errors) {
        return new YamlFile(file, errors).parse(text);
    }

    private Optional<Value> parse(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setAllowNonScalarKeys(true)
                .setCodePointLimit(InputKind.SCENARIO.limit())
                // All of it at once: else each piece that the library reads of a long line has it copy those before.
                .setBufferSize(text.length() + 2)
                .build();
        try {
            Optional<Node> root = compose(settings, text);
            if (root.isEmpty()) {
                errors.add(FilePosition.whole(file), "the file is empty", "a scenario");
                return Optional.empty();
            }
            return Optional.of(value(root.get(), 0));
        } catch (MarkedYamlEngineException e) {
            FilePosition place = e.getProblemMark().map(this::place).orElse(FilePosition.whole(file));
            errors.add(place, "not YAML: " + e.getProblem(), QUOTES);
        } catch (YamlEngineException e) {
            errors.add(FilePosition.whole(file), "not YAML: " + e.getMessage(), "");
        }
        return Optional.empty();
    }

    /** Has the library read it, which for some texts that end too soon throws what it does not say that it throws. */
    private static Optional<Node> compose(LoadSettings settings, String text) {
        try {
            return new Composer(settings, new ShallowParser(settings, text)).getSingleNode();
        } catch (YamlEngineException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new YamlEngineException("something is cut short, such as an escape in quotes", e);
        }
    }

    private Value value(Node node, int depth) {
        FilePosition place = node.getStartMark().map(this::place).orElseThrow();
        if (depth > ShallowParser.DEPTH_MAX) {
            throw new YamlEngineException(ShallowParser.TOO_DEEP + " by its aliases, one of which may refer to itself");
        }
        if (++values > VALUES_MAX) {
            throw new YamlEngineException("more than " + VALUES_MAX + " values, those counted that aliases repeat");
        }
        if (node instanceof ScalarNode scalar) {
            return new Value.Scalar(place, scalar.getValue(), scalar.isPlain());
        }
        if (node instanceof SequenceNode sequence) {
            List<Value> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(value(item, depth + 1));
            }
            return new Value.Items(place, items);
        }
        List<Value.Field> fields = new ArrayList<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            FilePosition keyPlace =
                    tuple.getKeyNode().getStartMark().map(this::place).orElseThrow();
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                fields.add(new Value.Field(keyPlace, key.getValue(), value(tuple.getValueNode(), depth + 1)));
            } else {
                errors.add(keyPlace, "this key is not text", "a name");
            }
        }
        return new Value.Mapping(place, fields);
    }

    private FilePosition place(Mark mark) {
        return new FilePosition(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
