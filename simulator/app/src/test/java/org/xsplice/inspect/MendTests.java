// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.xsplice.chance.Chance;
import org.xsplice.damage.Damage;
import org.xsplice.damage.Damages;
import org.xsplice.damage.Mutator;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.profile.Profile;
import org.xsplice.profile.Profiles;
import org.xsplice.refusal.Check;
import org.xsplice.support.Fixtures;

/** Doing what is proposed against a refusal brings the hypervisor further, for every payload that is refused. */
class MendTests {
    private static final String RECORDED = "XSPLICE_CONFORMANCE";
    private static final List<String> PAYLOADS = List.of("hello_world", "bye_world", "replace_world", "nop");
    private static final int MUTANTS = 600;
    private static final long SEED = Long.getLong("xsplice.seed", 20160427);

    /**
     * Where no change of the file may help, so that building it again, or copying it again, is what is proposed.
     *
     * <ul>
     *   <li>The file is cut short: header, section headers or contents are not in it.
     *   <li>What it is for is not in it: the functions to patch, or the name of one, or where a pointer points to.
     *   <li>It is for another hypervisor: only its note could be changed, and then it would be a lie.
     *   <li>What would get it past the check would make something else of it: other NOPs, another relocation where a
     *       compiler wanted one that is not known, a constant instead of a symbol.
     *   <li>It asks for more than there is: memory, sections.
     * </ul>
     */
    private static final Set<Check> REBUILT = EnumSet.of(
            Check.HEADER_COMPLETE,
            Check.SHOFF,
            Check.SECTION_HEADERS_COMPLETE,
            Check.SPECIAL_SECTION_FILLED,
            Check.PATCHING_SECTION_FILLED,
            Check.SYMBOL_KNOWN,
            Check.SYMBOL_SECTION,
            Check.RELOCATION_SYMBOL,
            Check.RELOCATION_TYPE,
            Check.OLD_ADDRESS,
            Check.FUNCTION_FIELDS,
            Check.NOP_LENGTH,
            Check.NOP_WITHIN_FUNCTION,
            Check.JUMP_FITS,
            Check.DISTANCE,
            Check.ALTERNATIVE_REPLACEMENT_FITS,
            Check.ALTERNATIVE_ORIGIN_FITS,
            Check.ALTERNATIVE_FEATURE,
            Check.ALTERNATIVE_ORIG,
            Check.ALTERNATIVE_REPL);

    /** Recorded ones also have tables whose rest, or whose relocation, is not in the file. */
    private static final Set<Check> REBUILT_RECORDED = EnumSet.copyOf(REBUILT);

    static {
        REBUILT_RECORDED.add(Check.FUNCTIONS_SIZE);
    }

    static final List<Profile> PROFILES = Profiles.dialects();

    private static Trials trials(Profile profile) {
        return new Trials(Fixtures.guest("plain"), profile, List.of());
    }

    @ParameterizedTest
    @FieldSource("PROFILES")
    void everyNamedDamageIsMended(Profile profile) {
        int mended = 0;
        List<String> rebuilt = new ArrayList<>();
        try (Trials trials = trials(profile)) {
            MendLoop loop = new MendLoop(trials);
            for (String name : PAYLOADS) {
                byte[] payload = Fixtures.payload("plain", "xen_" + name, profile);
                if (!loop.mend(payload).isEmpty()) {
                    continue; // made to be refused by this release
                }
                for (Damage damage : Damages.of(profile)) {
                    byte[] damaged;
                    try {
                        damaged = damage.apply(payload);
                    } catch (NoSuchElementException e) {
                        continue;
                    }
                    List<MendLoop.Step> steps = mend(loop, damaged, damage.name() + " of " + name);
                    if (isRebuilt(steps)) {
                        rebuilt.add(damage.name());
                        assertThat(loop.mend(payload)).as("built again").isEmpty();
                        assertThat(REBUILT)
                                .as(damage.name() + steps)
                                .contains(last(steps).stop().check());
                    } else if (!steps.isEmpty()) {
                        mended++;
                    }
                }
            }
        }
        assertThat(mended)
                .as("mended by changing the file, but not: " + rebuilt)
                .isGreaterThan(6 * rebuilt.size());
    }

    /** By chance, several damages at once: what no longer tells what was meant may have to be built again. */
    @ParameterizedTest
    @FieldSource("PROFILES")
    void everyMutantIsBroughtFurther(Profile profile) {
        Chance chance = new Chance(SEED);
        Mutator mutator = new Mutator(profile, chance);
        List<byte[]> payloads = new ArrayList<>();
        PAYLOADS.stream().limit(3).forEach(name -> payloads.add(Fixtures.payload("plain", "xen_" + name, profile)));
        try (Trials trials = trials(profile)) {
            MendLoop loop = new MendLoop(trials);
            for (int i = 0; i < MUTANTS; i++) {
                var mutant = mutator.mutate(payloads.get(chance.below(payloads.size())));
                mend(loop, mutant.file(), "seed %d, mutant %d: %s".formatted(SEED, i, mutant.changes()));
            }
        }
    }

    @Test
    void everyRecordedMutantIsMended() throws IOException {
        String folder = System.getenv(RECORDED);
        assumeTrue(folder != null, RECORDED + " is not set, so there are no recorded payloads to mend");
        HypervisorImage image = HypervisorImage.open(Path.of(folder, "xen-syms.gz"));
        Profile profile = Profiles.XEN_4_17;
        List<Path> mutants;
        try (Stream<Path> files = Files.list(Path.of(folder, "mutants"))) {
            mutants = files.sorted().toList();
        }
        try (Trials trials = new Trials(image, profile, List.of())) {
            MendLoop loop = new MendLoop(trials);
            for (Path mutant : mutants) {
                String name = mutant.getFileName().toString();
                List<MendLoop.Step> steps = mend(loop, Files.readAllBytes(mutant), name);
                if (isRebuilt(steps)) {
                    assertThat(REBUILT_RECORDED)
                            .as(name + steps)
                            .contains(last(steps).stop().check());
                }
            }
        }
    }

    private static List<MendLoop.Step> mend(MendLoop loop, byte[] damaged, String what) {
        try {
            return loop.mend(damaged);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(what, e);
        }
    }

    private static boolean isRebuilt(List<MendLoop.Step> steps) {
        return !steps.isEmpty() && last(steps).rebuild();
    }

    private static MendLoop.Step last(List<MendLoop.Step> steps) {
        return steps.get(steps.size() - 1);
    }
}
