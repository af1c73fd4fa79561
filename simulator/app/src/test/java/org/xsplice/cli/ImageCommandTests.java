// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xsplice.bootfile.FileKind;
import org.xsplice.bootfile.ImageSection;
import org.xsplice.bootfile.OwnSymbol;
import org.xsplice.elf.Elf;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.recognition.Recognition;
import org.xsplice.support.BootedGuest;
import org.xsplice.support.Fixtures;
import org.xsplice.support.RealImage;

class ImageCommandTests {
    @TempDir
    private Path folder;

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    @Test
    void showsWhatAnImageTells() throws IOException {
        BootedGuest guest = new BootedGuest();
        Path zipped = folder.resolve("xen.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write(guest.multiboot());
        }
        Ran ran = Ran.of("image", zipped.toString());
        assertThat(ran.code()).isEqualTo(ExitCode.OK);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines())
                .contains(
                        zipped + ": a 32-bit Multiboot executable",
                        "  release        4.17.0-embedded",
                        "  build-id       " + guest.guest().buildId(),
                        "  compiler       not shown by the image")
                .anyMatch(line ->
                        line.startsWith("  symbols        " + guest.symbols().size() + ", from the table"))
                .anyMatch(line -> line.startsWith("  .text                ffff82d040200000"));
    }

    @Test
    void asJsonIsTheSame() throws IOException {
        BootedGuest guest = new BootedGuest();
        Path file = file("xen.efi", guest.efi());
        JsonNode root = new ObjectMapper()
                .readTree(Ran.of("image", "--json", file.toString()).out());
        assertThat(root.get("kind").asText()).isEqualTo("efi-program");
        assertThat(root.get("release").asText()).isEqualTo("4.17.0-embedded");
        assertThat(root.get("build_id").asText())
                .isEqualTo(guest.guest().buildId().toString().substring(0, 32));
        assertThat(root.get("compiler").isNull()).isTrue();
        assertThat(root.get("symbols").get("from").asText()).isEqualTo("own-table");
        assertThat(root.get("symbols").get("count").asInt())
                .isEqualTo(guest.symbols().size());
        assertThat(root.get("sections")).hasSizeGreaterThan(3);
    }

    @Test
    void aRealImageIsRecognisedByWhatItShows() throws IOException {
        Path image = RealImage.path();
        Recognition found = Recognition.of(HypervisorImage.open(image)).orElseThrow();
        Ran ran = Ran.of("image", image.toString());
        assertThat(ran.out().lines())
                .contains("  judged as      " + found.profile().name());
        assertThat(ran.out().lines().filter(line -> line.matches("  (yes|no ) .*: .*")))
                .hasSameSizeAs(found.sightings());
        JsonNode root = new ObjectMapper()
                .readTree(Ran.of("image", "--json", image.toString()).out());
        assertThat(root.get("judged_as").asText()).isEqualTo(found.profile().name());
        assertThat(root.get("behaviours")).hasSameSizeAs(found.sightings());
    }

    @Test
    void writesAnUnstrippedFileThatIsTheSameGuest() throws IOException {
        BootedGuest guest = new BootedGuest();
        for (byte[] content : List.of(guest.multiboot(), guest.efi())) {
            Path booted = file("xen", content);
            Path syms = folder.resolve("syms");
            assertThat(Ran.of("image", booted.toString(), "--write-syms", syms.toString())
                            .code())
                    .isEqualTo(ExitCode.OK);
            HypervisorImage before = HypervisorImage.open(booted);
            HypervisorImage after = HypervisorImage.open(syms);
            assertThat(after.kind()).isEqualTo(FileKind.XEN_SYMS);
            for (OwnSymbol symbol : guest.symbols()) {
                assertThat(after.symbols().addressOf(symbol.name()))
                        .as(symbol.name())
                        .isEqualTo(symbol.address());
            }
            for (ImageSection section : before.sections()) {
                if (section.type() != Elf.SHT_NOBITS && section.type() != Elf.SHT_NOTE) {
                    assertThat(after.bytesAt(section.addr(), (int) section.size()))
                            .as(section.name())
                            .isEqualTo(before.bytesAt(section.addr(), (int) section.size()));
                }
            }
        }
        assertThat(HypervisorImage.open(folder.resolve("syms")).symbols().size())
                .isEqualTo(guest.symbols().size());
    }

    @Test
    void theBuildIdIsANoteInWhatIsWritten() throws IOException {
        BootedGuest guest = new BootedGuest();
        Path syms = folder.resolve("syms");
        Ran.of("image", file("xen", guest.multiboot()).toString(), "--write-syms", syms.toString());
        assertThat(HypervisorImage.open(syms).note()).isEqualTo(guest.guest().note());
    }

    @Test
    void anImageWithoutATableIsNotWritten() {
        Path syms = folder.resolve("syms");
        Ran ran = Ran.of("image", "embedded", "--write-syms", syms.toString());
        assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains("its file is unstripped already");
        assertThat(syms).doesNotExist();
    }

    @Test
    void saysAtOnceThatThereIsNoLivePatching() throws IOException {
        OwnSymbol start = new OwnSymbol('T', "__start_xen", 0xffff82d040200e00L, 0);
        Path file = file("xen", new BootedGuest(List.of(start), false).multiboot());
        Ran ran = Ran.of("image", file.toString());
        assertThat(ran.code()).isEqualTo(ExitCode.DIFFERENT);
        assertThat(ran.out()).contains("  live patching  not built in: no payload can be loaded");
        Ran inspected = Ran.of(
                "inspect", Fixtures.path("payloads/plain/xen_nop.livepatch").toString(), "--guest", file.toString());
        assertThat(inspected.code()).isEqualTo(ExitCode.USAGE);
        assertThat(inspected.err()).contains("built without live patching");
    }

    @Test
    void tellsWhatElseAFileIs() throws IOException {
        Path payload = Fixtures.path("payloads/plain/xen_nop.livepatch");
        Ran ran = Ran.of("image", payload.toString());
        assertThat(ran)
                .isEqualTo(new Ran(
                        ExitCode.USAGE,
                        "",
                        "xsplice: " + payload + ": this is a live patch payload; " + FileKind.WANTED + "\n"));
        assertThat(Ran.of("image", folder.resolve("nothing").toString()).code()).isEqualTo(ExitCode.USAGE);
    }
}
