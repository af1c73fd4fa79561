// SPDX-License-Identifier: GPL-2.0-or-later
package org.xsplice.judge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.xsplice.coverage.Coverage;
import org.xsplice.host.HostSeries;
import org.xsplice.host.PlaneKind;
import org.xsplice.hypervisor.HypervisorImage;
import org.xsplice.hypervisor.ImageException;
import org.xsplice.input.InputFile;
import org.xsplice.profile.Profile;
import org.xsplice.recognition.ReleaseChoice;
import org.xsplice.recognition.UnknownReleaseException;
import org.xsplice.schedule.Scheduler;
import org.xsplice.schedule.Strategy;

/**
 * Runs a folder of recorded cases: {@code mutants-upload.json}, {@code mutants-apply.json} and {@code lifecycle.json}
 * over {@code xen-syms} or {@code xen-syms.gz}, {@code payloads/} and {@code mutants/}. What of it is not there is
 * skipped, and said so. Each case has a fresh host.
 */
public final class Conformance {
    /** As the recorded machines had. */
    private static final int CPUS = 2;

    private final ConformanceFolder folder;
    private final HypervisorImage image;
    private final Profile profile;
    private final KnownDifferences known;
    private final PlaneKind plane;
    private final List<UploadCase> uploads;
    private final List<RecordedScenario> applies;
    private final List<RecordedScenario> lifecycle;

    private Conformance(ConformanceFolder folder, HypervisorImage image, KnownDifferences known, PlaneKind plane)
            throws BadFolderException {
        this.folder = folder;
        this.image = image;
        profile = profile(folder, image);
        this.known = known;
        this.plane = plane;
        uploads = folder.has(ConformanceFolder.UPLOADS)
                ? new CaseReader(folder.file(ConformanceFolder.UPLOADS)).uploads()
                : List.of();
        applies = scenarios(ConformanceFolder.APPLIES);
        lifecycle = scenarios(ConformanceFolder.LIFECYCLE);
        if (uploads.isEmpty() && applies.isEmpty() && lifecycle.isEmpty()) {
            throw new BadFolderException(folder.root() + ": nothing to compare with: no mutants-upload.json, "
                    + "mutants-apply.json or lifecycle.json with its payloads");
        }
    }

    private static Profile profile(ConformanceFolder folder, HypervisorImage image) throws BadFolderException {
        try {
            return ReleaseChoice.recognised(image);
        } catch (UnknownReleaseException e) {
            throw new BadFolderException(folder.root() + ": " + e.getMessage());
        }
    }

    private List<RecordedScenario> scenarios(String file) throws BadFolderException {
        return folder.has(file) ? new CaseReader(folder.file(file)).scenarios() : List.of();
    }

    /**
     * Reads a folder.
     *
     * @param knownDifferences a file as {@code fixtures/xen/known-differences.yaml}; it need not be there
     * @param plane who is to agree with the recordings
     * @throws BadFolderException if there is no image, no list of cases, or one of the files is damaged
     */
    public static Conformance open(Path root, Path knownDifferences, PlaneKind plane) throws BadFolderException {
        ConformanceFolder folder = new ConformanceFolder(root);
        try {
            return new Conformance(
                    folder, HypervisorImage.open(folder.image()), KnownDifferences.read(knownDifferences), plane);
        } catch (IOException e) {
            throw new BadFolderException(folder.image() + ": " + InputFile.problem(e));
        } catch (ImageException e) {
            throw new BadFolderException(e.getMessage());
        }
    }

    /** Returns the name of the release that the folder's image is recognised as. */
    public String release() {
        return profile.name();
    }

    /**
     * Plays all cases.
     *
     * @param lines takes one line per missing file and per difference that is not known
     * @throws org.xsplice.engine.MissingEngineException if an engine cannot be had
     */
    public Summary run(Consumer<String> lines, CaseProgress progress) {
        return run(lines, progress, Optional.empty());
    }

    /**
     * Plays all cases.
     *
     * @param lines takes one line per missing file and per difference that is not known
     * @param coverage counts what is executed of the image's own live-patching functions, where these are asked
     * @throws org.xsplice.engine.MissingEngineException if an engine cannot be had
     */
    public Summary run(Consumer<String> lines, CaseProgress progress, Optional<Coverage> coverage) {
        folder.missing().forEach(file -> lines.accept(file + " is not there: skipped"));
        Tally tally = new Tally(known, lines);
        try (HostSeries hosts = new HostSeries(image, profile, plane, CPUS, coverage)) {
            play(hosts, tally, progress);
        }
        return tally.summary();
    }

    private void play(HostSeries hosts, Tally tally, CaseProgress progress) {
        int total = uploads.size() + applies.size() + lifecycle.size();
        int done = 0;
        progress.at(done, total);
        for (UploadCase upload : uploads) {
            try (FreshHost host = host(hosts)) {
                tally.upload(UploadRun.play(upload, host));
            }
            progress.at(++done, total);
        }
        for (RecordedScenario scenario : applies) {
            tally.apply(play(scenario, hosts));
            progress.at(++done, total);
        }
        for (RecordedScenario scenario : lifecycle) {
            tally.lifecycle(play(scenario, hosts));
            progress.at(++done, total);
        }
    }

    private List<StepVerdict> play(RecordedScenario scenario, HostSeries hosts) {
        try (FreshHost host = host(hosts)) {
            return ScenarioRun.play(scenario, host);
        }
    }

    private FreshHost host(HostSeries hosts) {
        return new FreshHost(events -> hosts.next(Strategy.roundRobin(), Scheduler.DEFAULT_QUANTUM, events), folder);
    }
}
