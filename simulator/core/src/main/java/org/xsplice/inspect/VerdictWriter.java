// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import static org.xsplice.text.Formats.format;

import java.util.List;
import java.util.Locale;
import org.xsplice.errno.Errno;
import org.xsplice.hazard.Hazard;
import org.xsplice.hazard.Severity;
import org.xsplice.hypervisor.Death;
import org.xsplice.mend.Mend;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.Refusal;
import org.xsplice.text.Paint;
import org.xsplice.text.PaintedLine;
import org.xsplice.text.Paper;

/** Writes what comes of a payload: accepted, refused or deadly; why; and what is risky about it. */
final class VerdictWriter {
    private static final String INDENT = "  ";
    private static final String HANGING = "          ";
    private static final int CHANGES_SHOWN = 6;
    private static final int REPORT_SHOWN = 3;
    /** Of longer texts only the beginning is shown; the hypervisor's lines are cut as well. */
    private static final int TEXT_MAX = 512;

    private final Paper paper;
    private final Inspection inspection;
    private final Profile profile;

    VerdictWriter(Paper paper, Inspection inspection) {
        this.paper = paper;
        this.inspection = inspection;
        this.profile = inspection.profile();
    }

    void verdict(String file) {
        Trial.Result result = inspection.trial().result();
        if (result instanceof Trial.Refused refused) {
            refused(file, refused.refusal());
        } else if (result instanceof Trial.Died died) {
            died(file, died);
        } else {
            boolean harmless = inspection.count(Severity.DANGER) == 0;
            title(
                    harmless ? Paint.BOLD_GREEN : Paint.BOLD_YELLOW,
                    format("%s: %s accepts it%s", file, profile.name(), atRisk()));
        }
        inspection.proposed().ifPresent(this::proposed);
    }

    private String atRisk() {
        long dangers = inspection.count(Severity.DANGER);
        return dangers == 0 ? "" : ", but does not check for " + count(dangers, "danger");
    }

    private void title(Paint paint, String text) {
        paper.wrapped(paint, "", INDENT, text);
    }

    private void refused(String file, Refusal refusal) {
        title(
                Paint.BOLD_RED,
                format(
                        "%s: %s refuses it: %s (%s)",
                        file, profile.name(), Errno.nameOf(refusal.rc()), Errno.textOf(refusal.rc())));
        cause(inspection.cause());
        List<String> console = inspection.trial().console();
        boolean said = !console.isEmpty() && console.get(console.size() - 1).contains(cut(refusal.why()));
        if (said) {
            line("console", "(XEN) " + console.get(console.size() - 1), Paint.CYAN);
        } else {
            line("console", "nothing: Xen prints no line for this refusal", Paint.CYAN);
        }
        line(
                "check",
                checkWord(refusal.check()) + ", in "
                        + profile.function(refusal.check().function()),
                Paint.YELLOW);
        if (refusal.fileOffset() >= 0) {
            line("where", format("0x%x of the file", refusal.fileOffset()), Paint.YELLOW);
        }
        if (!said) {
            line("why", refusal.why(), Paint.YELLOW);
        }
    }

    private void died(String file, Trial.Died died) {
        Death death = died.death();
        title(Paint.BOLD_RED, format("%s: the hypervisor dies of it: %s", file, death.summary()));
        cause(inspection.cause());
        death.report().stream().limit(REPORT_SHOWN).forEach(report -> line("console", "(XEN) " + report, Paint.CYAN));
        line("in", died.function(), Paint.YELLOW);
        died.suspect().ifPresent(suspect -> {
            line("after", checkWord(suspect.check()), Paint.YELLOW);
            line("where", format("0x%x of the file: %s", suspect.fileOffset(), suspect.field()), Paint.YELLOW);
        });
    }

    private void cause(String cause) {
        if (!cause.isEmpty()) {
            line("cause", cause, Paint.YELLOW);
        }
    }

    private void proposed(Mend mend) {
        line("mend", mend.text(), Paint.YELLOW);
        if (mend instanceof Mend.FileEdit edit) {
            edit.changes().stream().limit(CHANGES_SHOWN).forEach(change -> line("", ChangeText.of(change), Paint.DIM));
            if (edit.changes().size() > CHANGES_SHOWN) {
                line("", format("and %d more changes", edit.changes().size() - CHANGES_SHOWN), Paint.DIM);
            }
            line("proof", edit.kind().proof().text() + " (" + edit.kind().word() + ")", Paint.DIM);
        }
    }

    private void line(String title, String text, Paint paint) {
        String shown = text.length() <= TEXT_MAX ? text : cut(text) + "...";
        paper.wrapped(paint, format("%s%-8s", INDENT, title), HANGING, shown);
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(TEXT_MAX, text.length()));
    }

    void hazards() {
        if (!inspection.hazardsUnknown().isEmpty()) {
            paper.line("");
            paper.wrapped(Paint.DIM, "", INDENT, "Hazards were not looked for: " + inspection.hazardsUnknown() + ".");
        } else if (!inspection.hazards().isEmpty()) {
            paper.line("");
            paper.line(PaintedLine.of(Paint.BOLD, "Hazards")
                    .and(" (" + count(inspection.count(Severity.DANGER), "danger") + ", "
                            + count(inspection.count(Severity.NOTE), "note")
                            + "; the hypervisor checks for none of them)"));
            inspection.hazards().forEach(this::hazard);
        }
    }

    private void hazard(Hazard hazard) {
        boolean danger = hazard.kind().severity() == Severity.DANGER;
        String site = hazard.site()
                .map(s -> format(", entry %d (%s)", s.entry(), s.name()))
                .orElse("");
        String quirk = hazard.kind().quirk().isPresent()
                ? ", quirk " + hazard.kind().quirk().getAsInt()
                : "";
        paper.wrapped(
                danger ? Paint.RED : Paint.YELLOW,
                format("%s%-8s", INDENT, hazard.kind().severity().word()),
                HANGING,
                hazard.kind().word() + site + quirk);
        paper.wrapped(HANGING, HANGING, hazard.reason());
        paper.wrapped(Paint.DIM, HANGING, HANGING, hazard.kind().consequence());
    }

    static String checkWord(Check check) {
        return check.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
