// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xsplice.damage.FieldDamage;
import org.xsplice.elf.SectionField;
import org.xsplice.input.InputFile;
import org.xsplice.input.InputKind;
import org.xsplice.support.Fixtures;
import org.xsplice.support.RealImage;

/** Each field of each header of an image gets each border value: a refusal in one line, or a run. */
class ImageSweepTests {
    private static FuzzTarget target(Path image) throws IOException {
        return FuzzTarget.of("image", InputFile.unpacked(image, InputKind.IMAGE), Map.of());
    }

    @Test
    @Timeout(300)
    void theEmbeddedGuestWithAnyFieldAtItsBorder() throws IOException {
        FuzzReport report =
                Fuzz.run(FuzzPlan.sweep(List.of(target(Fixtures.path("guests/plain/xen-syms"))), 2), done -> {});
        assertThat(report.findings()).isEmpty();
        assertThat(report.fields().missed()).isEmpty();
        for (Ending ending : List.of(Ending.IMAGE_REFUSED, Ending.IMAGE_RAN)) {
            assertThat(report.histogram().count(ending)).as("%s", ending).isGreaterThan(100);
        }
    }

    /** All fields take minutes: {@code ./xsplice fuzz --sweep --guest FILE}. */
    @Test
    @Timeout(300)
    void aRealImageWithAnySectionSizeAtItsBorder() throws IOException {
        FuzzTarget real = target(RealImage.path());
        List<FieldDamage> sizes = real.fields().stream()
                .filter(damage -> damage.place().field() == SectionField.SH_SIZE)
                .toList();
        FuzzTarget swept = new FuzzTarget(real.name(), real.file(), real.image(), real.payloads(), sizes);
        FuzzReport report = Fuzz.run(FuzzPlan.sweep(List.of(swept), 2), done -> {});
        assertThat(report.findings()).isEmpty();
        assertThat(report.fields().missed()).isEmpty();
        assertThat(report.histogram().count(Ending.IMAGE_REFUSED)).isGreaterThan(30);
    }
}
