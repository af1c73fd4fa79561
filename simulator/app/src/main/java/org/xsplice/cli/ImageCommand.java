// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.xsplice.hypervisor.EmbeddedGuest;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.ImageException;
import org.xsplice.image.ImageFacts;
import org.xsplice.image.UnstrippedImage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code xsplice image}. */
@Command(
        name = "image",
        description = {
            "Shows what a file in /boot is, and what a hypervisor's image tells of itself: its release, build-id, compiler, "
                    + "sections and symbols, and whether it can be patched. It runs nothing."
        },
        footer = {
            "",
            "Example:",
            "  ./xsplice image fixtures/guests/plain/xen-syms",
            "",
            "Exit code: 0 it is a hypervisor that can be patched while it runs; 1 it was",
            "built without live patching; 2 bad usage, or no hypervisor."
        },
        sortOptions = false)
final class ImageCommand implements Callable<Integer> {
    private final Output output;

    @Parameters(
            paramLabel = "FILE",
            description = "xen-syms, xen-*.gz or xen-*.efi, gzipped or not; embedded or embedded-endbr; docs/images.md "
                    + "tells how to read the report")
    private Path file;

    @Option(names = "--json", description = "prints everything as JSON")
    private boolean json;

    @Option(
            names = "--write-syms",
            paramLabel = "OUT",
            description = "writes an unstripped ELF file, for nm, gdb and make payloads XEN_SYMS=OUT")
    private Path syms;

    ImageCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        try {
            Optional<OutputFile> written = Optional.ofNullable(syms).map(OutputFile::at);
            HypervisorImage image = read();
            ImageFacts facts = ImageFacts.of(image);
            if (json) {
                output.document(ImageJson.of(image, facts, file.toString()));
            } else {
                new ImageReport(output).write(image, facts, file.toString());
            }
            written.ifPresent(target -> target.write(UnstrippedImage.of(image)));
            return !image.isXen() || image.hasLivePatching() ? ExitCode.OK : ExitCode.DIFFERENT;
        } catch (InputFileException | ImageException e) {
            output.error(e.getMessage());
            return ExitCode.USAGE;
        }
    }

    private HypervisorImage read() {
        Optional<EmbeddedGuest> embedded = EmbeddedGuest.of(file.toString());
        try {
            return embedded.isPresent() ? embedded.get().image() : HypervisorImage.lookAt(file);
        } catch (IOException e) {
            throw new InputFileException(file, e);
        }
    }
}
