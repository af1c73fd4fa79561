// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.xsplice.elf.Elf;
import org.xsplice.hypervisor.BugFrames;
import org.xsplice.text.Paint;
import org.xsplice.text.PaintedLine;
import org.xsplice.text.Paper;
import org.xsplice.text.Wrap;

/** Writes what is in a payload. Long lists are summed up, unless everything is asked for. */
final class ContentsWriter {
    private static final int LISTED_MAX = 16;
    private static final String INDENT = "  ";
    private static final String HANGING = "        ";
    private static final List<String> ONE_FOR_EACH = List.of(".text.", ".rodata.", ".data.", ".bss.");

    private final Paper paper;
    private final Inspection inspection;
    private final Contents contents;
    private final boolean all;

    ContentsWriter(Paper paper, Inspection inspection, boolean all) {
        this.paper = paper;
        this.inspection = inspection;
        this.contents = inspection.contents();
        this.all = all;
    }

    void write() {
        if (contents.sections().isEmpty()) {
            return;
        }
        functions();
        hooks();
        extras();
        needed();
        relocations();
        sections();
    }

    private void title(String title, String more) {
        paper.line("");
        String margin = " ".repeat(title.length());
        List<String> lines = Wrap.at(paper.width(), margin, INDENT, " (" + more + ")");
        paper.line(PaintedLine.of(Paint.BOLD, title).and(lines.get(0).substring(title.length())));
        lines.stream().skip(1).forEach(paper::line);
    }

    private void item(String text) {
        paper.wrapped(INDENT, HANGING, text);
    }

    private void detail(String text) {
        paper.wrapped(Paint.DIM, "      ", HANGING, text);
    }

    private <T> List<T> shown(List<T> list) {
        return all || list.size() <= LISTED_MAX ? list : list.subList(0, LISTED_MAX);
    }

    private void more(List<?> list, String noun) {
        int left = list.size() - shown(list).size();
        if (left != 0) {
            item(format("and %d more %s; --all lists them", left, noun));
        }
    }

    private void functions() {
        List<PatchedFunction> functions = contents.functions();
        title("Functions", Integer.toString(functions.size()));
        shown(functions).forEach(this::function);
        more(functions, "functions");
    }

    private void function(PatchedFunction f) {
        String target = f.nops() ? "NOPs" : f.newAddr().label();
        String named = f.name().isEmpty() ? "(no name)" : f.name();
        item(format("%2d  %s%s", f.entry(), named, target.isEmpty() || target.equals(named) ? "" : " -> " + target));
        String found = f.byName() && f.oldAddr().address().isPresent() ? " by name" : "";
        String old = format("%s%s, ", address(f.oldAddr().address()).strip(), found);
        String behind = f.patchOffset() == 0 ? "" : "+" + f.patchOffset();
        detail(
                f.nops()
                        ? format("NOPs%s %s%d of %s", behind, old, f.newSize(), bytes(f.oldSize()))
                        : format(
                                "jump%s %s%d -> %s, %s",
                                behind,
                                old,
                                f.oldSize(),
                                address(f.newAddr().address()).strip(),
                                bytes(f.newSize())));
        List<String> facts = new ArrayList<>();
        if (f.byName() && f.oldAddr().address().isEmpty()) {
            facts.add("old_addr: no symbol has this name");
        } else if (!f.byName()
                && f.oldAddr().address().isPresent()
                && !f.oldAddr().label().equals(f.name())) {
            facts.add("old_addr is "
                    + (f.oldAddr().label().isEmpty()
                            ? "at no known symbol"
                            : f.oldAddr().label()));
        }
        int version = inspection.profile().functionLayout().version();
        if (f.version() != version) {
            facts.add(format("version %d instead of %d", f.version(), version));
        }
        f.expectation().ifPresent(e -> facts.add(expectation(e)));
        if (!facts.isEmpty()) {
            detail(String.join("; ", facts));
        }
    }

    private static String expectation(PatchedFunction.Expected expectation) {
        String wanted = HexFormat.ofDelimiter(" ").formatHex(expectation.bytes().toArray());
        return format(
                "expects %s there, %s",
                wanted.isEmpty() ? "nothing" : wanted,
                expectation.met() ? "which is true" : "which is not true: APPLY will be refused");
    }

    private void hooks() {
        if (contents.hooks().isEmpty()) {
            return;
        }
        title("Hooks", Integer.toString(contents.hooks().size()));
        for (Hook hook : contents.hooks()) {
            String kind = hook.kind().section().substring(hook.kind().section().lastIndexOf('.') + 1);
            item(format(
                    "%-10s  %s  %s",
                    kind,
                    address(hook.function().address()),
                    hook.function().isNull() ? "NULL" : hook.function().label()));
        }
    }

    private void extras() {
        Extras extras = contents.extras();
        List<String> facts = new ArrayList<>();
        if (extras.alternatives() != 0) {
            facts.add(count(extras.alternatives(), "alternative") + ", applied when it is loaded");
        }
        if (extras.exceptions() != 0) {
            facts.add(extras.exceptions() + (extras.exceptions() == 1 ? " entry" : " entries")
                    + " of the exception table");
        }
        for (BugFrames.Kind kind : BugFrames.Kind.values()) {
            long count = extras.bugFrames().get(kind.ordinal());
            if (count != 0) {
                facts.add(format("%s of kind %s", count(count, "bug frame"), kind.name()));
            }
        }
        if (!extras.modinfo().isEmpty()) {
            facts.add("modinfo: " + String.join("; ", extras.modinfo()));
        }
        if (!facts.isEmpty()) {
            title("Special sections", Integer.toString(facts.size()));
            facts.forEach(this::item);
        }
    }

    private void needed() {
        List<NeededSymbol> needed = contents.needed();
        List<NeededSymbol> missing = needed.stream()
                .filter(s -> s.provider() == NeededSymbol.Provider.NOBODY)
                .toList();
        title(
                "Symbols it needs",
                needed.size() + (missing.isEmpty() ? "" : ", " + missing.size() + " of them missing"));
        shown(missing).forEach(this::needed);
        more(missing, "that are missing");
        if (!missing.isEmpty()) {
            item("use --with FILE to load a payload that provides them");
        }
        needed.stream().filter(s -> !s.elsewhere().isEmpty()).forEach(s -> item(s.name() + ": " + s.elsewhere()));
        List<NeededSymbol> there =
                needed.stream().filter(s -> !missing.contains(s)).toList();
        if (all || there.size() <= LISTED_MAX) {
            there.forEach(this::needed);
        } else {
            there.stream()
                    .collect(Collectors.groupingBy(ContentsWriter::owner, TreeMap::new, Collectors.counting()))
                    .forEach((owner, count) -> item(format("%s has %d of them", owner, count)));
            item("--all lists them");
        }
    }

    private static String owner(NeededSymbol symbol) {
        return symbol.provider() == NeededSymbol.Provider.PAYLOAD ? "payload " + symbol.payload() : "the hypervisor";
    }

    private void needed(NeededSymbol symbol) {
        String guess = symbol.nearMiss().isEmpty() ? "" : "; did you mean " + symbol.nearMiss() + "?";
        boolean missing = symbol.provider() == NeededSymbol.Provider.NOBODY;
        String who = missing ? "nobody" + guess : owner(symbol);
        String line = format("%s  %s: %s", address(symbol.address()), symbol.name(), who);
        paper.wrapped(missing ? Paint.RED : Paint.NONE, INDENT, HANGING, line);
    }

    private void relocations() {
        List<Relocation> relocations = contents.relocations();
        if (relocations.isEmpty()) {
            return;
        }
        title("Relocations", relocations.size() + " in loaded sections" + leftOut());
        boolean few = all || relocations.size() <= LISTED_MAX;
        if (!few) {
            Map<String, Long> types = relocations.stream()
                    .collect(Collectors.groupingBy(
                            r -> format(
                                    "%-23s %s",
                                    r.type().name(), r.type().known() ? r.type().formula() : "refused"),
                            TreeMap::new,
                            Collectors.counting()));
            types.forEach((type, count) -> item(format("%6d  %s", count, type)));
            item("--all lists them" + (bad(relocations).isEmpty() ? "" : "; these are wrong:"));
        }
        (few ? relocations : shown(bad(relocations))).forEach(this::relocation);
    }

    private String leftOut() {
        long count = contents.relocationsLeftOut();
        return count == 0 ? "" : ", and " + count + " more that are not listed";
    }

    private static List<Relocation> bad(List<Relocation> relocations) {
        return relocations.stream()
                .filter(r -> !r.type().known() || r.overflows())
                .toList();
    }

    private void relocation(Relocation r) {
        item(format(
                "%s  %s  %s",
                KnownSymbols.label(r.section(), r.offset()),
                r.type().name(),
                r.target() + (r.addend() == 0 ? "" : " " + signed(r.addend()))));
        if (!r.type().known()) {
            detail("the hypervisor does not know this type");
        } else if (r.result().isPresent()) {
            String symbol = format("%x", r.symbolValue().orElseThrow());
            String place =
                    r.type().formula().endsWith("P") ? format(" - %x", r.place().orElseThrow()) : "";
            detail(format(
                    "%s = %s %s%s = %s%s",
                    r.type().formula(),
                    symbol,
                    signed(r.addend()),
                    place,
                    place.isEmpty()
                            ? format("%x", r.result().getAsLong())
                            : signed(r.result().getAsLong()),
                    r.overflows() ? ", more than 32 bits" : ""));
        } else if (r.type().width() != 0) {
            detail(format(
                    "%s, where %s is not known",
                    r.type().formula(), r.symbolValue().isEmpty() ? "S" : "P"));
        }
    }

    private static String signed(long value) {
        return value < 0 ? "- 0x" + Long.toHexString(-value) : "+ 0x" + Long.toHexString(value);
    }

    private void sections() {
        List<PayloadSection> loaded = contents.sections().stream()
                .filter(s -> s.destination() != Destination.IGNORED)
                .filter(s -> all || s.size() != 0)
                .toList();
        List<PayloadSection> empty = contents.sections().stream()
                .filter(s -> s.destination() != Destination.IGNORED && s.size() == 0)
                .toList();
        List<PayloadSection> rest = contents.sections().stream()
                .filter(s -> s.destination() == Destination.IGNORED)
                .toList();
        title(
                "Sections",
                format(
                        "%d, %d of them loaded",
                        contents.sections().size(), contents.sections().size() - rest.size()));
        paper.line(Paint.DIM, "   nr to   address             size align flag name");
        boolean many = !all && loaded.size() > 2 * LISTED_MAX;
        loaded.stream().filter(s -> !many || !oneForEach(s)).forEach(this::section);
        if (many) {
            for (String prefix : ONE_FOR_EACH) {
                List<PayloadSection> alike =
                        loaded.stream().filter(s -> s.name().startsWith(prefix)).toList();
                if (!alike.isEmpty()) {
                    item(format(
                            "%s %s*, %s; --all lists them",
                            count(alike.size(), "section"),
                            prefix,
                            bytes(alike.stream().mapToLong(PayloadSection::size).sum())));
                }
            }
        }
        if (all) {
            rest.forEach(this::section);
        } else {
            named("empty", empty);
            named("not loaded", rest);
        }
    }

    private void named(String title, List<PayloadSection> some) {
        String names = some.stream().map(PayloadSection::name).collect(Collectors.joining(" "));
        String text = some.size() <= LISTED_MAX ? names : some.size() + "; --all lists them";
        if (!some.isEmpty()) {
            paper.wrapped(Paint.DIM, INDENT, HANGING, title + ": " + text);
        }
    }

    private static boolean oneForEach(PayloadSection section) {
        return ONE_FOR_EACH.stream().anyMatch(section.name()::startsWith);
    }

    private void section(PayloadSection s) {
        item(format(
                "%3d %-4s %s %7s %5s %-4s %s%s",
                s.index(),
                to(s.destination()),
                address(s.address()),
                Long.toUnsignedString(s.size()),
                Long.toUnsignedString(s.align()),
                flags(s.flags()),
                s.name(),
                s.type() == Elf.SHT_NOBITS ? " (NOBITS)" : ""));
    }

    private static String to(Destination destination) {
        return switch (destination) {
            case IGNORED -> "-";
            case REFUSED -> "W+X";
            default -> destination.word();
        };
    }

    private static String flags(long flags) {
        String letters = "WAX.MSILOGT";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < letters.length(); i++) {
            if ((flags >>> i & 1) != 0 && letters.charAt(i) != '.') {
                text.append(letters.charAt(i));
            }
        }
        return text.toString();
    }

    private static String bytes(long count) {
        return count(count, "byte");
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static String address(OptionalLong address) {
        return address.isPresent() ? format("%016x", address.getAsLong()) : "?" + " ".repeat(15);
    }
}
