// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.Symbol;
import org.xsplice.scenario.expect.ExpectBytes;
import org.xsplice.scenario.expect.ExpectDisassembly;
import org.xsplice.scenario.expect.Expectation;
import org.xsplice.scenario.expect.Location;
import org.xsplice.text.NearMiss;

/** Reads what is expected of the guest's memory. */
final class CodeReader {
    private static final int BYTES_MAX = 4096;

    private final Optional<HypervisorImage> image;
    private final InputErrors errors;
    private final Scalars scalars;
    private final PatternReader patterns;

    CodeReader(Optional<HypervisorImage> image, InputErrors errors) {
        this.image = image;
        this.errors = errors;
        scalars = new Scalars(errors);
        patterns = new PatternReader(errors);
    }

    /** Reads {@code {at: symbol, hex: bytes}}. */
    Optional<Expectation> bytes(Value value) {
        if (!(value instanceof Value.Mapping mapping)) {
            return scalars.wrong(value, "a mapping with at and hex");
        }
        Fields fields = new Fields(mapping, "bytes", List.of("at", "hex"), errors);
        Optional<Location> at = location(fields);
        Optional<List<String>> hex = fields.require("hex", "bytes").flatMap(this::hex);
        return at.flatMap(place -> hex.map(bytes -> new ExpectBytes(value.place(), place, bytes)));
    }

    private Optional<List<String>> hex(Value value) {
        String expected = "two hex digits for each byte, or ?? for any byte, for example \"e9 ?? ?? ?? ??\"";
        Optional<String> text = scalars.text(value, expected);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String digits = text.get().replace(" ", "").toLowerCase(Locale.ROOT);
        List<String> bytes = new ArrayList<>();
        for (int i = 0; i + 1 < digits.length(); i += 2) {
            bytes.add(digits.substring(i, i + 2));
        }
        boolean good = digits.length() % 2 == 0
                && bytes.size() <= BYTES_MAX
                && bytes.stream()
                        .allMatch(b -> b.equals(ExpectBytes.ANY) || b.chars().allMatch(CodeReader::isHex));
        return good ? Optional.of(List.copyOf(bytes)) : scalars.wrong(value, expected);
    }

    private static boolean isHex(int c) {
        return Character.digit(c, 16) >= 0;
    }

    /** Reads {@code {at: symbol, code: [instructions]}}. */
    Optional<Expectation> disassembly(Value value) {
        if (!(value instanceof Value.Mapping mapping)) {
            return scalars.wrong(value, "a mapping with at and code");
        }
        Fields fields = new Fields(mapping, "disassembly", List.of("at", "code"), errors);
        Optional<Location> at = location(fields);
        String expected = "a list of instructions in Intel syntax; /.../ is a regular expression";
        Optional<Value> code = fields.require("code", expected);
        if (code.isPresent() && !(code.get() instanceof Value.Items)) {
            return scalars.wrong(code.get(), expected);
        }
        return at.flatMap(place ->
                code.map(c -> new ExpectDisassembly(value.place(), place, patterns.lines((Value.Items) c, ""))));
    }

    private Optional<Location> location(Fields fields) {
        String expected = "a symbol of the guest, perhaps with an offset, for example xen_extra_version+4";
        Optional<Value> value = fields.require("at", expected);
        Optional<String> text = value.flatMap(v -> scalars.text(v, expected));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String name = text.get();
        OptionalLong absolute = name.startsWith("0x") ? Numbers.parse(name) : OptionalLong.empty();
        if (absolute.isPresent()) {
            return Optional.of(new Location(name, absolute.getAsLong()));
        }
        int plus = name.lastIndexOf('+');
        OptionalLong offset = plus < 0 ? OptionalLong.of(0) : Numbers.parse(name.substring(plus + 1));
        if (offset.isEmpty()) {
            return scalars.wrong(value.get(), expected);
        }
        String symbol = plus < 0 ? name : name.substring(0, plus);
        return symbol(value.get(), symbol, expected).map(a -> new Location(name, a + offset.getAsLong()));
    }

    private Optional<Long> symbol(Value value, String name, String expected) {
        if (image.isEmpty()) {
            return Optional.empty();
        }
        Optional<Symbol> symbol = image.get().symbols().find(name);
        if (symbol.isEmpty()) {
            String nearMiss = NearMiss.of(name, image.get().symbols().names());
            errors.add(value.place(), "the guest has no symbol " + name, expected, nearMiss);
        }
        return symbol.map(Symbol::address);
    }
}
