// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.xsplice.text.Formats.format;

import java.util.Optional;
import org.xsplice.bootfile.ImageSection;
import org.xsplice.bootfile.OwnSymbol;
import org.xsplice.elf.Elf;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.image.ImageFacts;
import org.xsplice.recognition.Recognition;
import org.xsplice.recognition.Sighting;

/** What an image tells of itself, for people. */
final class ImageReport {
    private static final String NOT_SHOWN = "not shown by the image";

    private final Output output;

    ImageReport(Output output) {
        this.output = output;
    }

    void write(HypervisorImage image, ImageFacts facts, String name) {
        output.line(name + ": " + (image.isXen() ? "Xen, " : "") + image.kind().what());
        fact("release", facts.release());
        fact("build-id", Optional.of(image.buildId().toString()));
        fact("compiler", facts.compiler());
        facts.changeSet().ifPresent(set -> fact("changeset", Optional.of(set)));
        fact("live patching", Optional.of(livePatching(image)));
        fact("symbols", Optional.of(symbols(image)));
        Recognition.of(image).filter(found -> !found.showsNothing()).ifPresent(this::recognised);
        output.line("");
        output.line("Sections");
        image.sections().forEach(this::section);
    }

    private void recognised(Recognition found) {
        fact(
                "judged as",
                Optional.of(
                        found.known()
                                ? found.profile().name()
                                : "not judged: unknown; nearest is "
                                        + found.series().name() + " (--as)"));
        output.line("");
        output.line("Behaviours in which releases differ");
        for (Sighting sighting : found.sightings()) {
            String unlike = found.unlikeRelease().contains(sighting) ? "; unlike its release" : "";
            output.line(format(
                    "  %-3s  %-32s  %s: %s%s",
                    sighting.present() ? "yes" : "no",
                    sighting.name(),
                    sighting.means().word(),
                    sighting.what(),
                    unlike));
        }
    }

    private void fact(String name, Optional<String> value) {
        output.line(format("  %-14s %s", name, value.orElse(NOT_SHOWN)));
    }

    private static String livePatching(HypervisorImage image) {
        return image.hasLivePatching()
                ? "built in"
                : image.isXen() ? "not built in: no payload can be loaded" : "modelled, as this is not Xen";
    }

    private static String symbols(HypervisorImage image) {
        long locals = image.symbols().own().stream().filter(OwnSymbol::isLocal).count();
        return image.symbols().own().isEmpty()
                ? image.symbols().size() + ", from the ELF symbol table"
                : format(
                        "%d, from the table that the image carries; %d of them local to a file",
                        image.symbols().size(), locals);
    }

    private void section(ImageSection section) {
        String kind = section.has(Elf.SHF_EXECINSTR)
                ? "code"
                : section.type() == Elf.SHT_NOBITS ? "zeros" : section.type() == Elf.SHT_NOTE ? "note" : "data";
        output.line(format("  %-20s %016x  %9d bytes  %s", section.name(), section.addr(), section.size(), kind));
    }
}
