// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xsplice.bootfile.OwnSymbol;
import org.xsplice.damage.Damage;
import org.xsplice.damage.Damages;
import org.xsplice.elf.Elf;
import org.xsplice.elf.build.ElfObject;
import org.xsplice.elf.build.FunctionField;
import org.xsplice.elf.build.LittleEndian;
import org.xsplice.elf.build.ObjectSection;
import org.xsplice.elf.build.ObjectSymbol;
import org.xsplice.elf.build.PayloadBuilder;
import org.xsplice.elf.build.SymbolRef;
import org.xsplice.event.ActionCommand;
import org.xsplice.event.ByteString;
import org.xsplice.event.Event;
import org.xsplice.event.EventData;
import org.xsplice.event.EventLine;
import org.xsplice.event.EventLog;
import org.xsplice.host.ModelHosts;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.inspect.InspectionReport;
import org.xsplice.inspect.Inspector;
import org.xsplice.inspect.PayloadFile;
import org.xsplice.plane.model.ModelPlane;
import org.xsplice.profile.Profile;
import org.xsplice.recognition.ReleaseChoice;
import org.xsplice.support.Fixtures;
import org.xsplice.support.RealImage;
import org.xsplice.text.Style;
import org.xsplice.time.Duration;

/**
 * All files of a build of Xen judge alike: xen-syms, xen-*.gz and xen-*.efi.
 *
 * <p>xen-*.gz has the addresses and the build-id of xen-syms, so the whole report is the same, byte for byte. An EFI program
 * is linked anew: payloads are built for its own build-id, the numbers in its reports differ, and where the linker has cut
 * the names of source files, local symbols of these have other names. Nothing else differs.
 */
class SameVerdictTests {
    private static final String RECORDED = "XSPLICE_RECORDED";
    /** Room for a jump, also behind an ENDBR64. */
    private static final int OLD_SIZE = 9;

    private static final int WIDTH = 120;
    private static final Duration LONG = Duration.ofMillis(60);
    private static final List<ActionCommand> ACTIONS =
            List.of(ActionCommand.APPLY, ActionCommand.REVERT, ActionCommand.UNLOAD);
    /** Before the name of a local symbol. */
    private static final String SOURCE_FILE = "[\\w./-]+#";
    /** In decimal or hexadecimal digits. */
    private static final String NUMBER = "\\b(0x)?[0-9a-f]*[0-9][0-9a-f]*\\b";

    private static final int DAMAGES_AT_LEAST = 100;

    private static final List<Build> BUILDS = new ArrayList<>();

    /** The files of one build. */
    private record Build(Path folder, HypervisorImage syms, HypervisorImage booted, Optional<HypervisorImage> efi) {
        static Build in(Path folder) throws IOException {
            Path efi = folder.resolve("xen.efi");
            return new Build(
                    folder,
                    HypervisorImage.open(folder.resolve("xen-syms")),
                    HypervisorImage.open(folder.resolve("xen.gz")),
                    Files.isRegularFile(efi) ? Optional.of(HypervisorImage.open(efi)) : Optional.empty());
        }
    }

    @BeforeAll
    static void open() throws IOException {
        Map<ByteString, Build> builds = new LinkedHashMap<>();
        for (Path folder : RealImage.folders()) {
            Build build = Build.in(folder);
            builds.putIfAbsent(build.syms().buildId(), build);
        }
        BUILDS.addAll(builds.values());
    }

    /** Everything that happens: every check, line, byte of text and report of a death, with all addresses. */
    @Test
    void whatIsBootedDoesAsItsXenSyms() throws IOException {
        for (Build build : BUILDS) {
            Map<String, byte[]> corpus = corpus(build.syms());
            corpus.putAll(recorded(build.syms().buildId(), "mutants"));
            try (Life syms = new Life(build.syms());
                    Life booted = new Life(build.booted())) {
                corpus.forEach((name, payload) -> {
                    syms.live(payload);
                    booted.live(payload);
                    assertThat(booted.events())
                            .as("%s on %s", name, build.folder())
                            .isEqualTo(syms.events());
                });
            }
        }
    }

    @Test
    void whatIsBootedReportsAsItsXenSyms() throws IOException {
        for (Build build : BUILDS) {
            Map<String, byte[]> payloads = recorded(build.syms().buildId(), "payloads");
            payloads.putAll(files(Fixtures.path("payloads/plain")));
            payloads.put("the sample", sample(build.syms()));
            try (Inspector syms = inspector(build.syms());
                    Inspector booted = inspector(build.booted())) {
                payloads.forEach((name, payload) -> assertThat(report(booted, payload))
                        .as("%s on %s", name, build.folder())
                        .isEqualTo(report(syms, payload)));
            }
        }
    }

    /** Which checks refuse, what is printed, and of what it dies, but for numbers and names of source files. */
    @Test
    void anEfiProgramDoesAsItsXenSyms() {
        for (Build build : BUILDS) {
            if (build.efi().isPresent()) {
                HypervisorImage image = build.efi().get();
                Map<String, byte[]> forEfi = corpus(image);
                try (Life syms = new Life(build.syms());
                        Life efi = new Life(image)) {
                    corpus(build.syms()).forEach((name, payload) -> {
                        syms.live(payload);
                        efi.live(forEfi.get(name));
                        assertThat(efi.verdict())
                                .as("%s on %s", name, build.folder())
                                .isEqualTo(syms.verdict());
                    });
                }
            }
        }
    }

    /** Hosts of an image: each has a payload for as long as that lives. */
    private static final class Life implements AutoCloseable {
        private final EventLog log = new EventLog();
        private final ModelHosts hosts;

        Life(HypervisorImage image) {
            hosts = new ModelHosts(image, ReleaseChoice.recognised(image));
        }

        void live(byte[] payload) {
            log.clear();
            ModelPlane plane = hosts.next(log);
            plane.upload("m", payload);
            for (ActionCommand action : ACTIONS) {
                plane.action(action.code(), "m", Duration.ZERO, 0);
                plane.finishAction(LONG);
                plane.key('x');
            }
        }

        String events() {
            return log.since(0).stream().map(EventLine::of).collect(Collectors.joining("\n"));
        }

        /** Returns what is to be the same in an EFI program. */
        String verdict() {
            return log.since(0).stream()
                    .map(Event::data)
                    .map(Life::said)
                    .filter(said -> !said.isEmpty())
                    .map(said -> said.replaceAll(SOURCE_FILE, "").replaceAll(NUMBER, "N"))
                    .collect(Collectors.joining("\n"));
        }

        private static String said(EventData data) {
            if (data instanceof EventData.CheckFailed failed) {
                return "refused by " + failed.check();
            }
            if (data instanceof EventData.HypervisorDied died) {
                return "died: " + died.summary();
            }
            return data instanceof EventData.ConsoleLine line ? line.line() : "";
        }

        @Override
        public void close() {
            hosts.close();
        }
    }

    private static Inspector inspector(HypervisorImage image) {
        return new Inspector(image, ReleaseChoice.recognised(image), List.of());
    }

    private static String report(Inspector inspector, byte[] payload) {
        List<String> lines = new ArrayList<>();
        new InspectionReport(Style.PLAIN, WIDTH, true, line -> lines.add(line.toString()))
                .write(inspector.inspect(new PayloadFile("m", payload)), "payload", "guest", "");
        return String.join("\n", lines);
    }

    /** A payload that needs a local symbol of a file with a long name. */
    @Test
    void namesOfLocalSymbolsMayBeCutInAnEfiProgramAndTheReportSaysSo() {
        for (Build build : BUILDS) {
            if (build.efi().isEmpty()) {
                continue;
            }
            Set<String> known = names(build.efi().get());
            Optional<String> cut = build.syms().symbols().own().stream()
                    .filter(symbol -> !symbol.source().isEmpty() && symbol.isText() && !known.contains(symbol.name()))
                    .map(OwnSymbol::name)
                    .findFirst();
            if (cut.isEmpty()) {
                continue;
            }
            for (HypervisorImage image : List.of(build.syms(), build.booted())) {
                try (Inspector inspector = inspector(image)) {
                    assertThat(report(inspector, needing(cut.get(), image)))
                            .as("%s on %s", cut.get(), build.folder())
                            .contains("accepts it", "xen-*.efi of the same build may call it");
                }
            }
            HypervisorImage efi = build.efi().get();
            try (Inspector inspector = inspector(efi)) {
                assertThat(report(inspector, needing(cut.get(), efi)))
                        .as("%s on %s", cut.get(), build.folder())
                        .contains("refuses it", "Unknown symbol: " + cut.get());
            }
        }
    }

    private static Set<String> names(HypervisorImage image) {
        Set<String> names = new TreeSet<>();
        image.symbols().own().forEach(symbol -> names.add(symbol.name()));
        return names;
    }

    private static byte[] needing(String symbol, HypervisorImage image) {
        PayloadBuilder builder =
                PayloadBuilder.of(ReleaseChoice.recognised(image)).builtFor(image.buildId());
        int pointer = builder.object()
                .section(ObjectSection.progbits(".rodata.pointer", Elf.SHF_ALLOC, 8, new byte[Long.BYTES]));
        SymbolRef needed = builder.object().symbol(ObjectSymbol.undefined(symbol));
        builder.object().relocate(pointer, 0, Elf.R_X86_64_64, needed, 0);
        return builder.replaceByName("xen_extra_version", OLD_SIZE, (byte) 0xc3).build();
    }

    /** Returns the sample payload for an image, whole and with each of the damages. */
    private static Map<String, byte[]> corpus(HypervisorImage image) {
        byte[] sample = sample(image);
        Map<String, byte[]> corpus = new LinkedHashMap<>();
        corpus.put("the sample", sample);
        for (Damage damage : Damages.of(ReleaseChoice.recognised(image))) {
            if (fits(damage, sample)) {
                corpus.put(damage.name(), damage.apply(sample));
            }
        }
        assertThat(corpus).hasSizeGreaterThan(DAMAGES_AT_LEAST);
        return corpus;
    }

    private static boolean fits(Damage damage, byte[] sample) {
        try {
            damage.apply(sample);
            return true;
        } catch (NoSuchElementException e) {
            return false;
        }
    }

    private static byte[] sample(HypervisorImage image) {
        Profile profile = ReleaseChoice.recognised(image);
        ElfObject object = ElfObject.parse(SamplePayload.build(profile, image.buildId()));
        int section = object.indexOf(profile.functionSection());
        byte[] content = object.sections().get(section).content().toArray();
        LittleEndian.put(content, FunctionField.OLD_SIZE.offset(), FunctionField.OLD_SIZE.width(), OLD_SIZE);
        return object.with(section, object.sections().get(section).withContent(content))
                .write();
    }

    /** Returns the payloads that were recorded on a build, where there are some. */
    private static Map<String, byte[]> recorded(ByteString buildId, String kind) throws IOException {
        Map<String, byte[]> recorded = new LinkedHashMap<>();
        for (String folder : System.getenv().getOrDefault(RECORDED, "").split(File.pathSeparator)) {
            Path image = Path.of(folder, "xen-syms.gz");
            if (Files.isRegularFile(image)
                    && HypervisorImage.open(image).buildId().equals(buildId)) {
                recorded.putAll(files(Path.of(folder, kind)));
            }
        }
        return recorded;
    }

    private static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                contents.put(file.toString(), Files.readAllBytes(file));
            }
        }
        return contents;
    }
}
