// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.profile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xsplice.time.Duration;

/**
 * One hypervisor release, as far as live patching goes.
 *
 * @param name what users write in scenario files
 * @param title one line for people
 * @param debugBuild whether lines of {@code dprintk} are printed
 * @param strict whether what the release accepts to its own harm is refused, which no release does
 * @param prefix what every line of the live-patching code begins with
 * @param xenPrefix what its functions and files are called after: {@code livepatch} or {@code xsplice}
 * @param functionSection name of the section with the functions to patch
 * @param dependsSection name of the note with the build-id that the payload stacks on
 * @param xenDependsSection name of the note with the hypervisor's build-id, in releases that have it
 * @param specialSections sections that must be there and not be empty, in the order of the checks
 * @param patchingSections sections of which one must be there and none may be empty, in the order of the checks
 * @param sysctlVersion of the interface that tools must have been built for
 * @param vmapPages how many pages of the area of {@code vmap()} are taken once it is booted
 * @param alternatives layout of the entries of {@code .altinstructions}
 * @param cpu the processor that the hypervisor has booted on
 * @param texts messages whose text is not that of 4.17
 * @param debugTexts messages that come from {@code dprintk} here
 */
public record Profile(
        String name,
        String title,
        boolean debugBuild,
        boolean strict,
        String prefix,
        String xenPrefix,
        FunctionLayout functionLayout,
        String functionSection,
        String dependsSection,
        Optional<String> xenDependsSection,
        List<String> specialSections,
        List<String> patchingSections,
        List<LoadStep> loadSteps,
        List<FunctionCheck> functionChecks,
        BuildIdCheck buildIdCheck,
        Set<Feature> features,
        int sysctlVersion,
        int vmapPages,
        AlternativeLayout alternatives,
        CpuModel cpu,
        Map<Message, String> texts,
        Set<Message> debugTexts) {

    /** {@code .note.gnu.build-id}: where a payload's own build-id is. */
    public static final String BUILD_ID_SECTION = ".note.gnu.build-id";

    /** {@code LIVEPATCH_MAX_SIZE}: the largest payload and the largest NOBITS section, in bytes. */
    public static final long MAX_SIZE = 2 << 20;

    /** {@code XEN_LIVEPATCH_NAME_SIZE}: the longest name of a payload, with its NUL, in bytes. */
    public static final int NAME_SIZE = 128;

    /** The timeout of an action that asks for none. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(30);

    public boolean has(Feature feature) {
        return features.contains(feature);
    }

    /** Returns whether uploading a payload comprises a step, and so what the step looks at. */
    public boolean has(LoadStep step) {
        return loadSteps.contains(step);
    }

    /** Returns a message's format in this release. */
    public String text(Message message) {
        return texts.getOrDefault(message, message.text());
    }

    /** Returns whether this build of the release prints a message. */
    public boolean prints(Message message) {
        return debugBuild || !debugTexts.contains(message);
    }

    /** Returns the same release under another name, which verdicts then have. */
    public Profile named(String otherName) {
        return with(otherName, debugBuild, strict, loadSteps, buildIdCheck, cpu);
    }

    /** Returns the same release built the other way. */
    public Profile withDebugBuild(boolean debug) {
        return with(name, debug, strict, loadSteps, buildIdCheck, cpu);
    }

    /** Returns the same release, strict or not. */
    public Profile withStrict(boolean harmRefused) {
        return with(name, debugBuild, harmRefused, loadSteps, buildIdCheck, cpu);
    }

    /** Returns the same release with another form of the build-id check. */
    public Profile withBuildIdCheck(BuildIdCheck check) {
        return with(name, debugBuild, strict, loadSteps, check, cpu);
    }

    /** Returns the same release on another processor. */
    public Profile withCpu(CpuModel other) {
        return with(name, debugBuild, strict, loadSteps, buildIdCheck, other);
    }

    /** Returns the same release with other steps of loading, or in another order. */
    public Profile withLoadSteps(List<LoadStep> steps) {
        return with(name, debugBuild, strict, List.copyOf(steps), buildIdCheck, cpu);
    }

    private Profile with(
            String ownName,
            boolean debug,
            boolean harmRefused,
            List<LoadStep> steps,
            BuildIdCheck check,
            CpuModel processor) {
        return new Profile(
                ownName,
                title,
                debug,
                harmRefused,
                prefix,
                xenPrefix,
                functionLayout,
                functionSection,
                dependsSection,
                xenDependsSection,
                specialSections,
                patchingSections,
                steps,
                functionChecks,
                check,
                features,
                sysctlVersion,
                vmapPages,
                alternatives,
                processor,
                texts,
                debugTexts);
    }

    /** Names a Xen function of 4.17 as this release calls it, for example {@code xsplice_header_check}. */
    public String function(String modern) {
        return modern.replace("livepatch", xenPrefix);
    }
}
