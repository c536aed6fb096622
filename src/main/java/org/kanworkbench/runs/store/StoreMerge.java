package org.kanworkbench.runs.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.source.DigitCollection;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.DigitFile;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.runs.ArchiveException;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.training.Configuration;

/**
 * Merges another store into this one: adds what is missing, a run that was deleted here with it, and never changes existing
 * content.
 *
 * @param archive the name of the other store in messages
 */
record StoreMerge(RunStore from, RunStore to, Path archive, StoreArchive.Entering entering) {

    /** Checks everything first, so that a rejected archive changes nothing. */
    StoreArchive.Taken merge() throws IOException {
        DigitCollection digits = digits();
        List<Path> weights = StartWeights.files(from.folder());
        for (Path file : weights) {
            if (!StartWeights.sound(file)) {
                throw new ArchiveException(archive + " holds " + StartWeights.FOLDER + "/" + file.getFileName()
                        + ", whose content is not what its name says: archive it again where it comes from");
            }
        }
        int newWeights = 0;
        for (Path file : weights) {
            newWeights += take(file) ? 1 : 0;
        }
        return new StoreArchive.Taken(takeRuns(), take(digits), newWeights);
    }

    private DigitCollection digits() throws ArchiveException {
        try {
            return new DigitFile(from.folder()).read();
        } catch (DataException e) {
            throw new ArchiveException(
                    archive + " holds " + DigitFile.NAME
                            + ", which cannot be read as drawn digits: archive it again where it comes from",
                    e);
        }
    }

    /** Number of new digits. */
    private int take(DigitCollection digits) throws IOException {
        if (digits.digits().isEmpty()) {
            return 0;
        }
        try {
            int[] before = new int[1];
            DigitCollection all = new DigitFile(to.folder()).change(mine -> {
                before[0] = mine.digits().size();
                return mine.joined(digits);
            });
            return all.digits().size() - before[0];
        } catch (DataException e) {
            throw new StoreException(e.getMessage(), e);
        }
    }

    private boolean take(Path weights) throws IOException {
        Path here = to.folder().resolve(StartWeights.FOLDER).resolve(weights.getFileName());
        if (Files.exists(here)) {
            return false;
        }
        DataFolder.make(here.getParent());
        AtomicFile.write(here, out -> Files.copy(weights, out));
        return true;
    }

    private int takeRuns() throws IOException {
        Set<String> known = new HashSet<>(to.names());
        int taken = 0;
        for (int offset = 0; ; offset += RunQuery.PAGE) {
            RunQuery page =
                    RunQuery.NEWEST.withSort(RunQuery.Sort.STARTED, false).page(offset, RunQuery.PAGE);
            List<StoredRun> runs = theirs(() -> from.list(page));
            if (runs.isEmpty()) {
                return taken;
            }
            for (StoredRun run : runs) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted after " + taken + " runs");
                }
                String name = run.description().name();
                if (!known.contains(name)) {
                    try (Closeable _ = entering.begin()) {
                        take(run);
                    }
                    taken++;
                } else if (to.restore(name)) {
                    taken++;
                }
            }
        }
    }

    /** Reads from the other store. */
    private interface Reading<T> {
        T read() throws StoreException;
    }

    private <T> T theirs(Reading<T> reading) throws ArchiveException {
        try {
            return reading.read();
        } catch (StoreException | IllegalArgumentException e) {
            throw StoreArchive.unreadable(archive, e);
        }
    }

    /** Imports a run with all its files, or not at all. */
    private void take(StoredRun run) throws IOException {
        RunFiles files = theirs(() -> from.files(run));
        RunContent content = theirs(() -> {
            RunContent entered = from.content(run.id());
            entered.files().forEach(file -> files.file(file.path()));
            return entered;
        });
        Path here = to.files(run).folder();
        boolean withFiles = Files.isDirectory(files.folder());
        if (withFiles && Files.exists(here)) {
            throw new StoreException(
                    here + " is in the way of a run that the archive holds: run `runs check`, which enters it");
        }
        RunDescription moved = moved(run);
        boolean taken = false;
        try {
            if (withFiles) {
                Files.move(files.folder(), here, StandardCopyOption.ATOMIC_MOVE);
                moved.write(new RunFiles(here));
            }
            to.take(to.reserve(), moved, run, content);
            taken = true;
        } finally {
            // Whatever failed: an interruption ends the writing, too.
            if (withFiles && !taken) {
                new RunFiles(here).delete();
            }
        }
    }

    /** With the paths of digits and initial weights on this machine. */
    private RunDescription moved(StoredRun run) {
        if (run.description().kind() != RunKind.TRAINING) {
            return run.description();
        }
        try {
            Configuration here = ConfigurationText.moved(run.parsedConfiguration(), to.folder());
            return run.description().configured(ConfigurationText.of(here), ConfigurationText.key(here));
        } catch (ModelFileException _) {
            // Listed anyway; opening it reports the error.
            return run.description();
        }
    }
}
