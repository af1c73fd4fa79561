// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.cli;

import static org.xsplice.text.Formats.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.xsplice.client.PayloadName;
import org.xsplice.event.ByteString;
import org.xsplice.hypervisor.EmbeddedGuest;
import org.xsplice.input.InputFile;
import org.xsplice.input.InputKind;
import org.xsplice.inspect.Dialect;
import org.xsplice.inspect.Inspection;
import org.xsplice.inspect.InspectionReport;
import org.xsplice.inspect.Inspector;
import org.xsplice.inspect.PayloadFile;
import org.xsplice.inspect.PayloadFileException;
import org.xsplice.inspect.Trial;
import org.xsplice.mend.Mend;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.recognition.ReleaseChoice;
import org.xsplice.recognition.UnknownReleaseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xsplice inspect}. */
@Command(
        name = "inspect",
        description = {
            "Shows whether a hypervisor accepts a payload and why not, what would mend it, what is risky about it, and what "
                    + "is in it. It applies nothing."
        },
        footer = {
            "",
            "Example:",
            "  ./xsplice inspect fixtures/payloads/plain/xen_nop.livepatch",
            "",
            "Exit code: 0 the payload would be accepted; 1 it would be refused; 2 bad",
            "usage or input; 3 the hypervisor would die of it; 4 an engine is missing."
        },
        sortOptions = false)
final class InspectCommand implements Callable<Integer> {
    private static final String PAYLOAD_ENDING = ".livepatch";
    private static final int NEIGHBOURS_MAX = 100;

    private final Output output;

    @Parameters(paramLabel = "PAYLOAD", description = "a .livepatch file; docs/inspect.md tells how to read the report")
    private Path payload;

    @Option(
            names = "--guest",
            paramLabel = "GUEST",
            description =
                    "embedded, embedded-endbr, or an unstripped xen-syms; by default the one that the payload was "
                            + "built for, among these and those in .xen")
    private String guest;

    @Option(
            names = {"--release", "--as", "--profile"},
            paramLabel = "RELEASE",
            description =
                    "the release that judges, for example 4.20 or 4.17.3, instead of what the guest is recognised "
                            + "as; of a guest of this project, 4.17, or xsplice-2016 for a payload of 2016")
    private String release;

    @Option(
            names = "--with",
            paramLabel = "FILE",
            description = "a payload to load first; may be repeated, and the order counts")
    private List<Path> before = List.of();

    @Option(names = "--all", description = "lists every section, function, symbol and relocation")
    private boolean all;

    @Option(names = "--json", description = "prints everything as JSON")
    private boolean json;

    @Option(names = "--mend", paramLabel = "FILE", description = "writes the mended payload to FILE")
    private Path mended;

    @Spec
    private CommandSpec spec;

    InspectCommand(Output output) {
        this.output = output;
    }

    @Override
    public Integer call() {
        try {
            Optional<OutputFile> written = Optional.ofNullable(mended).map(OutputFile::at);
            PayloadFile file = read(payload);
            List<PayloadFile> others = new ArrayList<>();
            for (Path path : before) {
                others.add(read(path));
            }
            GuestChoice chosen = choose(file, others, Dialect.of(file.bytes()).orElse(Profiles.XEN_4_17));
            return inspect(file, others, judging(file, chosen), chosen, written);
        } catch (InputFileException | PayloadFileException | UnknownReleaseException e) {
            output.error(e.getMessage());
            return ExitCode.USAGE;
        }
    }

    private static PayloadFile read(Path path) {
        try {
            return new PayloadFile(PayloadName.ofFile(path.toString()), InputFile.read(path, InputKind.PAYLOAD));
        } catch (IOException e) {
            throw new InputFileException(path, e);
        }
    }

    /** Returns the release that judges: what was asked for, else what the guest is. */
    private Profile judging(PayloadFile file, GuestChoice chosen) {
        boolean own = EmbeddedGuest.of(chosen.name()).isPresent();
        if (release == null || release.equals(ReleaseChoice.AUTO)) {
            return own ? Dialect.of(file.bytes()).orElse(Profiles.XEN_4_17) : ReleaseChoice.recognised(chosen.image());
        }
        Profile named = Profiles.named(release)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        format("--release: there is no release \"%s\"; use %s", release, ReleaseChoice.names())));
        return own ? named : ReleaseChoice.as(chosen.image(), named);
    }

    /** Returns the other payloads in the folder of the one that is inspected, as far as they can be read. */
    private List<PayloadFile> neighbours(List<PayloadFile> known) {
        Path folder = payload.toAbsolutePath().getParent();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(PAYLOAD_ENDING))
                    .filter(file -> !file.equals(payload.toAbsolutePath()))
                    .sorted()
                    .limit(NEIGHBOURS_MAX)
                    .flatMap(InspectCommand::readable)
                    .filter(file -> known.stream().noneMatch(k -> k.name().equals(file.name())))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Stream<PayloadFile> readable(Path file) {
        try {
            return Stream.of(read(file));
        } catch (InputFileException e) {
            return Stream.empty();
        }
    }

    private GuestChoice choose(PayloadFile file, List<PayloadFile> others, Profile profile) {
        List<ByteString> wanted = Stream.concat(Stream.of(file), others.stream())
                .flatMap(f -> Dialect.builtFor(f.bytes(), profile).stream())
                .toList();
        return guest == null
                ? GuestChoice.forBuildId(wanted)
                : GuestChoice.named(guest).comparedWith(wanted);
    }

    private int inspect(
            PayloadFile file,
            List<PayloadFile> others,
            Profile profile,
            GuestChoice chosen,
            Optional<OutputFile> written) {
        StatusLine status = StatusLine.on(output);
        status.show("booting " + chosen.name());
        try (Inspector inspector = new Inspector(chosen.image(), profile, others, () -> neighbours(others))) {
            status.show("checking " + payload.getFileName());
            Inspection inspection = inspector.inspect(file);
            status.erase();
            print(inspection, chosen);
            written.ifPresent(target -> mend(inspector, inspection, target));
            return exitCode(inspection);
        } finally {
            status.erase();
        }
    }

    private void print(Inspection inspection, GuestChoice chosen) {
        if (json) {
            output.document(InspectionJson.of(inspection, payload.toString(), chosen.name()));
        } else {
            new InspectionReport(output.style(), output.width(), all, output::line)
                    .write(inspection, payload.getFileName().toString(), chosen.name(), chosen.remark());
        }
    }

    /** Writes the mended file, where there is one. */
    private void mend(Inspector inspector, Inspection inspection, OutputFile target) {
        Optional<PayloadFile> changed = inspector.mend(inspection);
        if (changed.isPresent()) {
            target.write(changed.get().bytes());
        } else {
            output.error("did not write " + target.path() + ": " + unwritten(inspection));
        }
    }

    private static String unwritten(Inspection inspection) {
        if (inspection.accepted()) {
            return "there is nothing to mend";
        }
        return inspection.proposed().filter(Mend.FileEdit.class::isInstance).isPresent()
                ? "the proposed change is a guess, and may change what the payload does; build it again"
                : "the proposed way to mend it does not change the file";
    }

    private static int exitCode(Inspection inspection) {
        if (inspection.accepted()) {
            return ExitCode.OK;
        }
        return inspection.trial().result() instanceof Trial.Died ? ExitCode.DIED : ExitCode.DIFFERENT;
    }
}
