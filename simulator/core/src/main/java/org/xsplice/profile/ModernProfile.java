// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.profile;

import static org.xsplice.text.Formats.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What all releases since 4.14 have in common, and what follows from the features of one. */
final class ModernProfile {
    /** Long mode, no-execute pages, and nothing that Xen's alternatives ask for beside it: no SMAP, no hardening switched off. */
    static final CpuModel CPU = new CpuModel("generic x86-64", Set.of(61, 84, 93), CpuModel.Nops.P6);

    private static final String FUNCTIONS = ".livepatch.funcs";
    private static final String DEPENDS = ".livepatch.depends";
    private static final String XEN_DEPENDS = ".livepatch.xen_depends";
    private static final int ALT_INSTR_SIZE = 14;

    private ModernProfile() {}

    static Profile of(String name, String version, Release release) {
        Set<Feature> features = release.features();
        return new Profile(
                name,
                format("Xen %s, release build (.livepatch.*, function struct version 2)", version),
                false,
                false,
                "livepatch: ",
                "livepatch",
                FunctionLayout.VERSION_2,
                FUNCTIONS,
                DEPENDS,
                Optional.of(XEN_DEPENDS),
                features.contains(Feature.XEN_BUILD_ID_FIRST)
                        ? List.of(DEPENDS, Profile.BUILD_ID_SECTION)
                        : List.of(DEPENDS, XEN_DEPENDS, Profile.BUILD_ID_SECTION),
                patchingSections(),
                loadSteps(features),
                functionChecks(features),
                BuildIdCheck.XEN_4_17,
                features,
                release.sysctlVersion(),
                release.vmapPages(),
                new AlternativeLayout("_apply_alternatives", ALT_INSTR_SIZE, true, release.capabilityWords()),
                CPU,
                Map.of(),
                debugTexts());
    }

    private static List<String> patchingSections() {
        return Stream.concat(
                        Stream.of(FUNCTIONS), Arrays.stream(HookKind.values()).map(HookKind::section))
                .toList();
    }

    private static List<LoadStep> loadSteps(Set<Feature> features) {
        List<LoadStep> steps = new ArrayList<>(List.of(LoadStep.values()));
        steps.remove(
                features.contains(Feature.XEN_BUILD_ID_FIRST)
                        ? LoadStep.XEN_BUILD_ID_DEP
                        : LoadStep.CHECK_XEN_BUILD_ID);
        if (!features.contains(Feature.ALTERNATIVE_CALLS_APART)) {
            steps.remove(LoadStep.PREPARE_ALTERNATIVE_CALLS);
        }
        return List.copyOf(steps);
    }

    private static List<FunctionCheck> functionChecks(Set<Feature> features) {
        return features.contains(Feature.OLD_ADDRESS_RESOLVED_FIRST)
                ? List.of(
                        FunctionCheck.VERSION,
                        FunctionCheck.OLD_SIZE_ZERO,
                        FunctionCheck.RESOLVE_OLD_ADDRESS,
                        FunctionCheck.VERIFY_FUNC,
                        FunctionCheck.VERIFY_DISTANCE)
                : List.of(
                        FunctionCheck.VERSION,
                        FunctionCheck.OLD_SIZE_ZERO,
                        FunctionCheck.VERIFY_FUNC,
                        FunctionCheck.RESOLVE_OLD_ADDRESS,
                        FunctionCheck.VERIFY_DISTANCE);
    }

    private static Set<Message> debugTexts() {
        Set<Message> debug = EnumSet.noneOf(Message.class);
        Arrays.stream(Message.values()).filter(Message::debug).forEach(debug::add);
        return Collections.unmodifiableSet(debug);
    }
}
