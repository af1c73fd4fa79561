// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.xsplice.errno.Errno;
import org.xsplice.hazard.Hazard;
import org.xsplice.hazard.Severity;
import org.xsplice.hypervisor.Death;
import org.xsplice.mend.Mend;
import org.xsplice.profile.Profile;
import org.xsplice.refusal.Check;
import org.xsplice.refusal.Refusal;
import org.xsplice.text.Paper;
import org.xsplice.text.Style;

/** Writes what comes of a payload: accepted, refused or deadly; why; and what is risky about it. */
final class VerdictWriter {
    private static final String INDENT = "  ";
    private static final String HANGING = "          ";
    private static final int CHANGES_SHOWN = 6;
    private static final int REPORT_SHOWN = 3;
    /** Of longer texts only the beginning is shown; the hypervisor's lines are cut as well. */
    private static final int TEXT_MAX = 512;

    private final Paper paper;
    private final Style style;
    private final Inspection inspection;
    private final Profile profile;

    VerdictWriter(Paper paper, Inspection inspection) {
        this.paper = paper;
        this.style = paper.style();
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
                    harmless ? style::green : style::yellow,
                    "%s: %s accepts it%s".formatted(file, profile.name(), atRisk()));
        }
        inspection.proposed().ifPresent(this::proposed);
    }

    private String atRisk() {
        long dangers = inspection.count(Severity.DANGER);
        return dangers == 0 ? "" : ", but does not check for " + count(dangers, "danger");
    }

    private void title(UnaryOperator<String> colour, String text) {
        paper.wrapped(line -> style.bold(colour.apply(line)), "", INDENT, text);
    }

    private void refused(String file, Refusal refusal) {
        title(
                style::red,
                "%s: %s refuses it: %s (%s)"
                        .formatted(file, profile.name(), Errno.nameOf(refusal.rc()), Errno.textOf(refusal.rc())));
        List<String> console = inspection.trial().console();
        boolean said = !console.isEmpty() && console.get(console.size() - 1).contains(cut(refusal.why()));
        if (said) {
            line("console", "(XEN) " + console.get(console.size() - 1), style::cyan);
        } else {
            line("console", "nothing: Xen prints no line for this refusal", style::cyan);
        }
        line(
                "check",
                checkWord(refusal.check()) + ", in "
                        + profile.function(refusal.check().function()),
                style::yellow);
        if (refusal.fileOffset() >= 0) {
            line("where", "0x%x of the file".formatted(refusal.fileOffset()), style::yellow);
        }
        if (!said) {
            line("why", refusal.why(), style::yellow);
        }
    }

    private void died(String file, Trial.Died died) {
        Death death = died.death();
        title(style::red, "%s: the hypervisor dies of it: %s".formatted(file, death.summary()));
        death.report().stream().limit(REPORT_SHOWN).forEach(report -> line("console", "(XEN) " + report, style::cyan));
        line("in", died.function(), style::yellow);
        died.suspect().ifPresent(suspect -> {
            line("after", checkWord(suspect.check()), style::yellow);
            line("where", "0x%x of the file: %s".formatted(suspect.fileOffset(), suspect.field()), style::yellow);
        });
    }

    private void proposed(Mend mend) {
        line("mend", mend.text(), style::yellow);
        if (mend instanceof Mend.FileEdit edit) {
            edit.changes().stream().limit(CHANGES_SHOWN).forEach(change -> line("", ChangeText.of(change), style::dim));
            if (edit.changes().size() > CHANGES_SHOWN) {
                line("", "and %d more changes".formatted(edit.changes().size() - CHANGES_SHOWN), style::dim);
            }
        }
    }

    private void line(String title, String text, UnaryOperator<String> colour) {
        String shown = text.length() <= TEXT_MAX ? text : cut(text) + "...";
        paper.wrapped(colour, "%s%-8s".formatted(INDENT, title), HANGING, shown);
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(TEXT_MAX, text.length()));
    }

    void hazards() {
        if (!inspection.hazardsUnknown().isEmpty()) {
            paper.line("");
            paper.wrapped(style::dim, "", INDENT, "Hazards were not looked for: " + inspection.hazardsUnknown() + ".");
        } else if (!inspection.hazards().isEmpty()) {
            paper.line("");
            paper.line(style.bold("Hazards") + " (" + count(inspection.count(Severity.DANGER), "danger") + ", "
                    + count(inspection.count(Severity.NOTE), "note") + "; the hypervisor checks for none of them)");
            inspection.hazards().forEach(this::hazard);
        }
    }

    private void hazard(Hazard hazard) {
        boolean danger = hazard.kind().severity() == Severity.DANGER;
        String site = hazard.site()
                .map(s -> ", entry %d (%s)".formatted(s.entry(), s.name()))
                .orElse("");
        String quirk = hazard.kind().quirk().isPresent()
                ? ", quirk " + hazard.kind().quirk().getAsInt()
                : "";
        paper.wrapped(
                danger ? style::red : style::yellow,
                "%s%-8s".formatted(INDENT, hazard.kind().severity().word()),
                HANGING,
                hazard.kind().word() + site + quirk);
        paper.wrapped(line -> line, HANGING, HANGING, hazard.reason());
        paper.wrapped(style::dim, HANGING, HANGING, hazard.kind().consequence());
    }

    static String checkWord(Check check) {
        return check.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
