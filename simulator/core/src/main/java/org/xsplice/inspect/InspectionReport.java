// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import static org.xsplice.text.Formats.format;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.xsplice.loader.LoadedPayload;
import org.xsplice.loader.PayloadLayout;
import org.xsplice.text.Paint;
import org.xsplice.text.PaintedLine;
import org.xsplice.text.Paper;
import org.xsplice.text.Style;

/** Writes an inspection for people: the verdict first, then what is risky, then what is in the payload. */
public final class InspectionReport {
    private final Paper paper;
    private final boolean all;

    /**
     * @param style how the lines will be shown
     * @param width of a line, in characters; at least 80
     * @param all whether long lists are written as a whole
     * @param out takes each line
     */
    public InspectionReport(Style style, int width, boolean all, Consumer<PaintedLine> out) {
        this.paper = new Paper(style, width, out);
        this.all = all;
    }

    /**
     * Writes it.
     *
     * @param file what the payload's file is called
     * @param guest what the hypervisor is called
     * @param remark why that one was taken, or an empty string
     */
    public void write(Inspection inspection, String file, String guest, String remark) {
        VerdictWriter verdict = new VerdictWriter(paper, inspection);
        verdict.verdict(file);
        head(inspection, guest, remark);
        verdict.hazards();
        new ContentsWriter(paper, inspection, all).write();
        checks(inspection.rungs());
    }

    private void head(Inspection inspection, String guest, String remark) {
        paper.line("");
        head(
                "payload",
                format(
                        "%d bytes, uploaded as %s",
                        inspection.file().bytes().length, inspection.file().name()));
        if (!inspection.contents().sections().isEmpty()) {
            inspection.contents().notes().forEach(note -> head(title(note.kind()), note(note, inspection)));
        }
        head("guest", guest + (remark.isEmpty() ? "" : ", " + remark));
        head("", "build-id " + inspection.guestId());
        if (inspection.trial().result() instanceof Trial.Accepted accepted) {
            head("memory", memory(accepted.payload()));
        }
    }

    private void head(String title, String text) {
        paper.wrapped(format("%-10s", title), " ".repeat(10), text);
    }

    private static String title(Note.Kind kind) {
        return switch (kind) {
            case BUILD_ID -> "build-id";
            case DEPENDS -> "on top of";
            case XEN_DEPENDS -> "built for";
        };
    }

    private static String note(Note note, Inspection inspection) {
        if (note.id().isEmpty()) {
            return "no build-id in " + note.section();
        }
        String id = note.id().get().toString();
        if (note.kind() == Note.Kind.BUILD_ID) {
            return id;
        }
        return id + ": " + (note.owner().isEmpty() ? stranger(note, inspection) : note.owner());
    }

    /** Tells what is meant by an unknown build-id. */
    private static String stranger(Note note, Inspection inspection) {
        if (note.kind() == Note.Kind.XEN_DEPENDS) {
            return "another hypervisor";
        }
        boolean hypervisor =
                inspection.note(Note.Kind.XEN_DEPENDS).map(Note::id).equals(Optional.of(note.id()));
        return hypervisor
                ? "the hypervisor that it was built for"
                : "a payload that is not loaded; --with FILE loads it";
    }

    private static String memory(LoadedPayload payload) {
        PayloadLayout l = payload.layout();
        return format(
                "%d pages from %016x: %d bytes of text, %d writable, %d read-only",
                l.pages(), l.textAddr(), l.textSize(), l.rwSize(), l.roSize());
    }

    private void checks(List<CheckedRung> rungs) {
        paper.line("");
        paper.line(PaintedLine.of(Paint.BOLD, "Checks").and(" (" + rungs.size() + ", in the hypervisor's order)"));
        for (int from = 0; from < rungs.size(); ) {
            CheckedRung first = rungs.get(from);
            int to = from + 1;
            while (to < rungs.size()
                    && rungs.get(to).state() == first.state()
                    && rungs.get(to).function().equals(first.function())) {
                to++;
            }
            String names = rungs.subList(from, to).stream()
                    .map(r -> VerdictWriter.checkWord(r.check()))
                    .collect(Collectors.joining(" "));
            write(first, names);
            from = to;
        }
        paper.line(Paint.DIM, "  [x] passed, [!] stops here, [-] nothing to check, [ ] not reached");
    }

    private void write(CheckedRung rung, String names) {
        String text = rung.function() + ": " + names;
        switch (rung.state()) {
            case PASSED -> paper.wrapped(Paint.GREEN, "  [x] ", "        ", text);
            case REFUSES -> paper.wrapped(Paint.BOLD_RED, "  [!] ", "        ", text + ", refuses it");
            case DIES -> paper.wrapped(Paint.BOLD_RED, "  [!] ", "        ", text + ", kills the hypervisor");
            case NOTHING -> paper.wrapped(Paint.DIM, "  [-] ", "        ", text);
            case NOT_REACHED -> paper.wrapped(Paint.DIM, "  [ ] ", "        ", text);
        }
    }
}
