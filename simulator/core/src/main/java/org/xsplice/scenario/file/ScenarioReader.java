// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.scenario.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.xsplice.host.PlaneKind;
import org.xsplice.hypervisor.EmbeddedGuest;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.ImageException;
import org.xsplice.input.InputFile;
import org.xsplice.input.InputKind;
import org.xsplice.orders.ChoiceLog;
import org.xsplice.orders.Freedom;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.recognition.ReleaseChoice;
import org.xsplice.recognition.UnknownReleaseException;
import org.xsplice.scenario.Guest;
import org.xsplice.scenario.Scenario;
import org.xsplice.scenario.Schedule;
import org.xsplice.scenario.Step;
import org.xsplice.schedule.Activity;
import org.xsplice.schedule.ProtocolFault;
import org.xsplice.schedule.Scheduler;
import org.xsplice.text.FilePosition;
import org.xsplice.text.NearMiss;

/** Reads scenario files; docs/scenario-format.md describes them. All input errors of a file are found in one reading. */
public final class ScenarioReader {
    /** The most CPUs that a scenario can have. */
    public static final int CPUS_MAX = 64;

    private static final int VERSION = 1;
    private static final int DEFAULT_CPUS = 2;
    private static final int DEFAULT_DEPTH = 3;
    private static final int DEPTH_MAX = 100;
    static final List<String> KEYS = List.of(
            "version",
            "title",
            "guest",
            "release",
            "profile",
            "build",
            "plane",
            "strict",
            "cpus",
            "seed",
            "schedule",
            "depth",
            "quantum",
            "faults",
            "explore",
            "choices",
            "workload",
            "steps");
    private static final List<String> BUILDS = List.of("debug", "release");

    private final Path file;
    private final InputErrors errors = new InputErrors();
    private final Scalars scalars = new Scalars(errors);

    private ScenarioReader(Path file) {
        this.file = file;
    }

    /**
     * Reads a file, and the guest and payloads that it names.
     *
     * @param overrides what takes the place of values in the file
     * @throws org.xsplice.scenario.ScenarioException if it has input errors
     */
    public static Scenario read(Path file, Overrides overrides) {
        return read(new ScenarioReader(file), ScenarioReader::text, overrides);
    }

    /**
     * Reads what does not come from a file.
     *
     * @param name what places call it; files are found from the folder that this would be in
     * @throws org.xsplice.scenario.ScenarioException if it has input errors
     */
    public static Scenario read(Path name, byte[] text, Overrides overrides) {
        return read(new ScenarioReader(name), reader -> reader.decoded(text), overrides);
    }

    private static Scenario read(
            ScenarioReader reader, Function<ScenarioReader, Optional<String>> source, Overrides overrides) {
        Optional<Scenario> scenario = source.apply(reader).flatMap(text -> reader.read(text, overrides));
        reader.errors.throwIfAny();
        return scenario.orElseThrow();
    }

    private Optional<String> text() {
        try {
            return decoded(InputFile.read(file, InputKind.SCENARIO));
        } catch (IOException e) {
            errors.add(FilePosition.whole(file.toString()), InputFile.problem(e), "", ScenarioFiles.nearMiss(file));
            return Optional.empty();
        }
    }

    private Optional<String> decoded(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            errors.add(FilePosition.whole(file.toString()), "not a text file in UTF-8", "a scenario");
            return Optional.empty();
        }
    }

    private Optional<Scenario> read(String text, Overrides overrides) {
        Optional<Value> root = YamlFile.parse(file.toString(), text, errors);
        if (root.isEmpty()) {
            return Optional.empty();
        }
        if (!(root.get() instanceof Value.Mapping mapping)) {
            return scalars.wrong(root.get(), "a mapping with the keys " + Fields.oneOf(KEYS));
        }
        Fields fields = new Fields(mapping, "a scenario", KEYS, errors);
        fields.require("version", "version: 1")
                .ifPresent(v -> scalars.integer(v, VERSION, VERSION, "1, the only version of the format"));
        String title = fields.find("title")
                .flatMap(v -> scalars.text(v, "one line of text"))
                .orElse(file.getFileName().toString());
        Optional<Guest> guest = guest(fields);
        PlaneKind plane = overrides.plane().orElse(plane(fields));
        Profile release = release(fields, guest);
        Profile profile = strict(fields, overrides, plane) ? release.withStrict(true) : release;
        int cpus = integer(fields, "cpus", DEFAULT_CPUS, 1, CPUS_MAX).intValue();
        long seed = integer(fields, "seed", 1, Long.MIN_VALUE, Long.MAX_VALUE);
        Schedule schedule = schedule(fields);
        int depth = integer(fields, "depth", DEFAULT_DEPTH, 1, DEPTH_MAX).intValue();
        if (fields.has("depth") && schedule != Schedule.PCT) {
            errors.add(fields.find("depth").orElseThrow().place(), "depth without schedule: pct", "schedule: pct");
        }
        int quantum = integer(fields, "quantum", Scheduler.DEFAULT_QUANTUM, 1, 1_000_000)
                .intValue();
        int cpuCount = overrides.cpus().orElse(cpus);
        OrderReader orders = new OrderReader(fields, errors);
        Set<ProtocolFault> faults = orders.faults(plane);
        Freedom freedom = orders.freedom();
        Optional<ChoiceLog> choices = orders.choices();
        VirtualCpus virtualCpus = new VirtualCpus(guest.map(Guest::image), cpuCount, errors);
        List<Activity> activities = fields.find("workload")
                .map(new ActivityReader(virtualCpus, cpuCount, errors)::read)
                .orElse(List.of());
        if (!activities.isEmpty() && (fields.has("explore") || fields.has("choices"))) {
            errors.add(
                    fields.find("workload").orElseThrow().place(),
                    "\"workload\" together with \"" + (fields.has("explore") ? "explore" : "choices") + "\"",
                    "no \"workload\", since time stands still while orders of events are chosen");
        }
        List<Step> steps = steps(fields, guest.map(Guest::image), cpuCount);
        return guest.map(g -> new Scenario(
                file.toString(),
                title,
                g,
                profile,
                plane,
                cpuCount,
                overrides.seed().orElse(seed),
                overrides.schedule().orElse(schedule),
                depth,
                quantum,
                faults,
                freedom,
                choices,
                activities,
                steps));
    }

    private Long integer(Fields fields, String key, long otherwise, long min, long max) {
        String expected = min == Long.MIN_VALUE ? "a whole number" : "a whole number from " + min + " to " + max;
        return fields.find(key)
                .flatMap(v -> scalars.integer(v, min, max, expected))
                .orElse(otherwise);
    }

    private Profile release(Fields fields, Optional<Guest> guest) {
        Optional<Value> value = fields.find("release").or(() -> fields.find("profile"));
        if (fields.has("release") && fields.has("profile")) {
            errors.add(
                    fields.find("profile").orElseThrow().place(),
                    "\"profile\" together with \"release\", which is its newer name",
                    "one of them");
        }
        Optional<String> name = value.flatMap(v -> scalars.text(v, ReleaseChoice.names()));
        Profile profile = name.isEmpty() || name.get().equals(ReleaseChoice.AUTO)
                ? recognised(guest, value.map(Value::place))
                : named(name.get(), value.get(), guest);
        return fields.find("build")
                .flatMap(v -> scalars.word(v, BUILDS))
                .map(build -> profile.withDebugBuild(build.equals("debug")))
                .orElse(profile);
    }

    private Profile named(String name, Value value, Optional<Guest> guest) {
        Optional<Profile> release = Profiles.named(name);
        if (release.isEmpty()) {
            List<String> names = Profiles.all().stream().map(Profile::name).toList();
            errors.add(value.place(), "there is no " + value.kind(), ReleaseChoice.names(), NearMiss.of(name, names));
        }
        Profile profile = release.orElse(Profiles.XEN_4_17);
        return guest.filter(chosen -> !chosen.embedded())
                .map(chosen -> ReleaseChoice.as(chosen.image(), profile))
                .orElse(profile);
    }

    private Profile recognised(Optional<Guest> guest, Optional<FilePosition> place) {
        if (guest.isEmpty() || guest.get().embedded()) {
            return Profiles.XEN_4_17;
        }
        try {
            return ReleaseChoice.recognised(guest.get().image());
        } catch (UnknownReleaseException e) {
            errors.add(place.orElse(guest.get().place()), e.getMessage(), "release: NAME");
            return Profiles.XEN_4_17;
        }
    }

    private PlaneKind plane(Fields fields) {
        List<String> words = Stream.of(PlaneKind.values()).map(PlaneKind::word).toList();
        return fields.find("plane")
                .flatMap(v -> scalars.word(v, words))
                .flatMap(PlaneKind::of)
                .orElse(PlaneKind.MODEL);
    }

    private boolean strict(Fields fields, Overrides overrides, PlaneKind plane) {
        boolean strict = fields.find("strict").flatMap(scalars::bool).orElse(false)
                || overrides.strict().orElse(false);
        if (strict && plane != PlaneKind.MODEL) {
            FilePosition place = fields.find("strict")
                    .or(() -> fields.find("plane"))
                    .map(Value::place)
                    .orElse(fields.place());
            errors.add(
                    place,
                    "strict with plane " + plane.word()
                            + ": only the model can refuse what the guest's own code accepts",
                    "plane: model, or remove strict");
        }
        return strict;
    }

    private Schedule schedule(Fields fields) {
        List<String> words = Stream.of(Schedule.values()).map(Schedule::word).toList();
        return fields.find("schedule")
                .flatMap(v -> scalars.word(v, words))
                .map(word -> Schedule.values()[words.indexOf(word)])
                .orElse(Schedule.ROUND_ROBIN);
    }

    private Optional<Guest> guest(Fields fields) {
        String expected = String.join(", ", EmbeddedGuest.words()) + " or the path of an unstripped xen-syms";
        Optional<Value> value = fields.find("guest");
        FilePosition place = value.map(Value::place).orElse(fields.place());
        Optional<String> name = value.isEmpty()
                ? Optional.of(EmbeddedGuest.PLAIN.word())
                : value.flatMap(v -> scalars.path(v, expected));
        return name.flatMap(n -> guest(n, place, expected));
    }

    private Optional<Guest> guest(String name, FilePosition place, String expected) {
        Path path = ScenarioFiles.beside(file, name);
        try {
            Optional<EmbeddedGuest> embedded = EmbeddedGuest.of(name);
            HypervisorImage image = embedded.isPresent() ? embedded.get().image() : HypervisorImage.open(path);
            return Optional.of(new Guest(name, place, image));
        } catch (ImageException e) {
            errors.add(place, "the guest cannot be used: " + e.getMessage(), "");
        } catch (IOException e) {
            String nearMiss = NearMiss.of(name, EmbeddedGuest.words());
            errors.add(
                    place,
                    path + ": " + InputFile.problem(e),
                    expected,
                    nearMiss.isEmpty() ? ScenarioFiles.nearMiss(path) : nearMiss);
        }
        return Optional.empty();
    }

    private List<Step> steps(Fields fields, Optional<HypervisorImage> image, int cpus) {
        List<Step> steps = new ArrayList<>();
        Optional<Value> value = fields.require("steps", "a list of steps");
        if (value.isPresent() && !(value.get() instanceof Value.Items)) {
            scalars.wrong(value.get(), "a list of steps");
        }
        if (value.orElse(null) instanceof Value.Items items) {
            StepReader reader = new StepReader(file, image, cpus, errors);
            items.values().forEach(item -> reader.read(item).ifPresent(steps::add));
            if (items.values().isEmpty()) {
                scalars.wrong(items, "at least one step");
            }
        }
        return List.copyOf(steps);
    }
}
