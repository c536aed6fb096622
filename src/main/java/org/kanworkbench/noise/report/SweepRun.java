package org.kanworkbench.noise.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.statistics.SweepStatistics;
import org.kanworkbench.noise.sweep.FinishedFit;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.noise.sweep.SweepFolder;
import org.kanworkbench.noise.target.Target;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Records;
import org.kanworkbench.runs.recording.WorkRecord;
import org.kanworkbench.runs.recording.WorkRecorder.Outcome;
import org.kanworkbench.training.trials.TrialsEvent;

/** A sweep in the experiment store: one run per configuration, however often it was resumed, with its files. */
public final class SweepRun {

    private static final int NAME = 13;

    private SweepRun() {}

    /**
     * Records a sweep that begins, or goes on.
     *
     * @param done fits that are there to go on from
     */
    public static WorkRecord record(Records records, SweepConfiguration configuration, int done) {
        return records.work(recorder -> recorder.takeUp(begun(configuration), done));
    }

    private static RunDescription begun(SweepConfiguration configuration) {
        return RunDescription.begun(
                RunKind.SWEEP,
                names(configuration.contenders().stream().map(Contender::name).toList()),
                names(configuration.targets().stream().map(Target::label).toList()),
                configuration.firstSeed(),
                configuration.engine(),
                0,
                configuration.text(),
                // Independent of measured sizes for matching time.
                name(configuration.withTimed(List.of())),
                configuration.fits());
    }

    /** A stable name of a configuration, for its folder and its runs in the store. */
    public static String name(SweepConfiguration configuration) {
        byte[] text = configuration.text().getBytes(StandardCharsets.UTF_8);
        return "sweep-" + UUID.nameUUIDFromBytes(text).toString().substring(0, NAME);
    }

    private static String names(List<String> all) {
        return all.size() <= 3
                ? String.join(", ", all)
                : all.stream().limit(2).collect(Collectors.joining(", ")) + " and " + (all.size() - 2) + " more";
    }

    /**
     * Records what a sweep came to.
     *
     * @param last what it told last
     * @param folder where it is; empty for none
     * @param fits completed, in the plan's order
     */
    public static void end(
            WorkRecord record,
            SweepConfiguration configuration,
            TrialsEvent<FinishedFit> last,
            Optional<Path> folder,
            List<FinishedFit> fits) {
        record.end(seconds -> new Outcome(
                RunState.of(last),
                fits.size(),
                seconds,
                last instanceof TrialsEvent.Failed<FinishedFit> failed
                        ? failed.message()
                        : SweepStatistics.summarize(configuration, fits)
                                .verdict()
                                .sentence(),
                files(configuration, folder, fits)));
    }

    private static Map<String, AtomicFile.Content> files(
            SweepConfiguration configuration, Optional<Path> folder, List<FinishedFit> fits) {
        Map<String, AtomicFile.Content> files = new LinkedHashMap<>();
        SweepFolder.contents(configuration, folder, fits)
                .forEach((name, content) -> files.put(RunFiles.SWEEP + "/" + name, content));
        return files;
    }

    /**
     * The folder of a stored sweep: the original one or the copy in the store, whichever has more fits.
     *
     * @param itsFiles the run's folder
     * @param home holds one folder per sweep
     */
    public static Path folder(StoredRun run, Path itsFiles, Path home) throws IOException {
        Path done = home.resolve(run.description().configurationKey());
        Path copy = itsFiles.resolve(RunFiles.SWEEP);
        if (isSweep(done)) {
            return isSweep(copy) && fits(copy) > fits(done) ? copy : done;
        }
        if (isSweep(copy)) {
            return copy;
        }
        throw new IllegalArgumentException("run " + run.id() + " has no fits: neither " + done + " nor " + copy
                + " is there; repeat the sweep with its settings");
    }

    private static boolean isSweep(Path folder) {
        return Files.isRegularFile(folder.resolve(SweepFolder.CONFIGURATION));
    }

    private static long fits(Path folder) throws IOException {
        Path fits = folder.resolve(SweepFolder.FITS);
        if (!Files.isRegularFile(fits)) {
            return 0;
        }
        try (var lines = Files.lines(fits)) {
            return lines.count();
        }
    }
}
