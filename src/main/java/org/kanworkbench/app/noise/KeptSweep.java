package org.kanworkbench.app.noise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kanworkbench.app.KeptWork;
import org.kanworkbench.app.RunLibrary;
import org.kanworkbench.noise.fit.Contender;
import org.kanworkbench.noise.statistics.SweepStatistics;
import org.kanworkbench.noise.statistics.Verdict;
import org.kanworkbench.noise.sweep.FinishedFit;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.noise.sweep.SweepFile;
import org.kanworkbench.noise.sweep.SweepFolder;
import org.kanworkbench.runs.AtomicFile;
import org.kanworkbench.runs.SaveException;
import org.kanworkbench.runs.store.NewRun;
import org.kanworkbench.runs.store.RunFiles;
import org.kanworkbench.runs.store.RunKind;
import org.kanworkbench.runs.store.RunState;
import org.kanworkbench.runs.store.StoredRun;
import org.kanworkbench.runs.store.WorkRecorder.Outcome;

/** A sweep in the run store: one run a configuration, however often it was gone on with, with a copy of its files. */
record KeptSweep(Optional<KeptWork> work, SweepConfiguration configuration, Path folder, Instant began) {

    private static final List<String> FILES = List.of(SweepFolder.CONFIGURATION, SweepFolder.FITS, SweepFolder.TIMES);

    static KeptSweep begin(RunLibrary library, PreparedSweep sweep) {
        SweepConfiguration configuration = sweep.plan().configuration();
        Optional<KeptWork> work;
        try {
            NewRun run = NewRun.ofWork(
                    RunKind.SWEEP,
                    names(configuration.contenders().stream()
                            .map(Contender::name)
                            .toList()),
                    names(configuration.targets().stream().map(t -> t.label()).toList()),
                    configuration.firstSeed(),
                    0,
                    SweepFile.text(configuration),
                    key(configuration),
                    sweep.plan().size());
            work = Optional.of(library.keep(run, true));
        } catch (SaveException _) {
            work = Optional.empty();
        }
        return new KeptSweep(work, configuration, sweep.path(), Instant.now());
    }

    /** The same whether or not matching by time has been measured. */
    private static String key(SweepConfiguration configuration) throws SaveException {
        return PreparedSweep.name(configuration.withTimed(List.of()));
    }

    private static String names(List<String> all) {
        return all.size() <= 3
                ? String.join(", ", all)
                : all.stream().limit(2).collect(Collectors.joining(", ")) + " and " + (all.size() - 2) + " more";
    }

    /** @param failure why it failed; empty where the verdict says what it came to */
    void end(RunState state, List<FinishedFit> fits, String failure) {
        double seconds = Duration.between(began, Instant.now()).toMillis() / 1e3;
        work.ifPresent(w -> w.end(() -> {
            Verdict verdict = SweepStatistics.summarize(configuration, fits).verdict();
            Map<String, AtomicFile.Content> files = new LinkedHashMap<>();
            for (String name : FILES) {
                byte[] content = Files.readAllBytes(folder.resolve(name));
                files.put(RunFiles.SWEEP + "/" + name, out -> out.write(content));
            }
            String result = failure.isEmpty() ? verdict.sentence() : failure;
            return new Outcome(state, fits.size(), seconds, result, files);
        }));
    }

    /**
     * Where a kept sweep is: where it was done, or else the copy in the store.
     *
     * @param itsFiles the run's folder
     * @param home holds a folder a sweep
     */
    static Path folder(StoredRun run, Path itsFiles, Path home) throws IOException {
        Path done = home.resolve(run.configurationKey());
        Path copy = itsFiles.resolve(RunFiles.SWEEP);
        for (Path folder : List.of(done, copy)) {
            if (Files.isRegularFile(folder.resolve(SweepFolder.CONFIGURATION))) {
                return folder;
            }
        }
        throw new IllegalArgumentException("run " + run.id() + " has no fits: neither " + done + " nor " + copy
                + " is there; repeat the sweep with its settings");
    }
}
