package org.kanworkbench.noise.sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.kanworkbench.data.AbsolutePath;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.Sha256;
import org.kanworkbench.data.WholeFile;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.FolderLock;
import org.kanworkbench.files.LineFile;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.noise.target.Target;
import org.kanworkbench.runs.RunFiles;

/**
 * A sweep's folder: {@code sweep.json} is its configuration, {@code fits.csv} has one line per fit, {@code times.csv}
 * their durations. A line is written as soon as its fit is completed; the fit of a truncated line is repeated. At the
 * end of a sweep the lines are sorted, so that equal sweeps have equal {@code fits.csv}. {@code data.sha256} tells which
 * tables the fits are of.
 */
public final class SweepFolder implements AutoCloseable {

    public static final String CONFIGURATION = "sweep.json";
    public static final String FITS = "fits.csv";
    public static final String TIMES = "times.csv";

    private final Path folder;
    private final SweepConfiguration configuration;
    private final FolderLock lock;
    private List<FinishedFit> known = List.of();
    private LineFile fits;
    private LineFile times;

    private SweepFolder(Path folder, SweepConfiguration configuration, FolderLock lock) {
        this.lock = lock;
        this.folder = folder;
        this.configuration = configuration;
    }

    /**
     * Starts a sweep in a folder, or resumes the existing one.
     *
     * @throws DataException if the folder has another sweep, or if the sweep is already running there
     */
    public static SweepFolder open(Path folder, SweepConfiguration wanted)
            throws DataException, ModelFileException, SaveException {
        try {
            Files.createDirectories(folder);
            FolderLock lock = FolderLock.take(folder.resolve(FolderLock.OF_WORK))
                    .orElseThrow(() -> new DataException(
                            "another sweep is at work in " + folder + ": wait for it, or choose another folder"));
            try {
                SweepFolder opened = new SweepFolder(folder, configuration(folder, wanted), lock);
                opened.begin();
                return opened;
            } catch (DataException | IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (ModelFileException | SaveException e) {
            throw e;
        } catch (IOException e) {
            throw new DataException(
                    folder + " cannot be used (" + FileErrors.reason(e) + "): choose another folder", e);
        }
    }

    /** The folder's, or else what is wanted, {@linkplain #sized sized}, which is written there. */
    private static SweepConfiguration configuration(Path folder, SweepConfiguration wanted)
            throws DataException, IOException {
        Optional<SweepConfiguration> there = there(folder, wanted);
        if (there.isEmpty()) {
            wanted.write(folder.resolve(CONFIGURATION));
        }
        return there.orElse(wanted);
    }

    /** The folder's, if it is what is wanted; empty if there is none that has begun. */
    private static Optional<SweepConfiguration> there(Path folder, SweepConfiguration wanted)
            throws DataException, IOException {
        Path file = folder.resolve(CONFIGURATION);
        SweepConfiguration there = Files.exists(file) ? SweepConfiguration.read(file) : null;
        if (there == null || same(there, wanted)) {
            return Optional.ofNullable(there);
        }
        // One that was refused or given up before its first fit is none.
        if (!lines(folder.resolve(FITS)).isEmpty()) {
            throw new DataException(folder + " holds a sweep of another configuration: choose another folder,"
                    + " or repeat that one with --config " + file);
        }
        return Optional.empty();
    }

    /**
     * What is wanted, with sizes from matching time: those of the folder, if it has such a sweep, else measured now.
     *
     * @param folder may not exist yet
     * @param stop as in {@link SweepPlan#timed}
     * @throws DataException if the folder has another sweep
     */
    public static SweepConfiguration sized(Path folder, SweepConfiguration wanted, BooleanSupplier stop)
            throws DataException, IOException {
        Optional<SweepConfiguration> there = there(folder, wanted);
        return there.isPresent() ? there.get() : SweepPlan.timed(wanted, stop);
    }

    /** Whether what a folder has is what is wanted. Measured sizes are compared only if both have some. */
    public static boolean same(SweepConfiguration there, SweepConfiguration wanted) {
        // Earlier versions kept paths of tables as they were typed.
        return there.located(AbsolutePath::of)
                .equals((wanted.timed().isEmpty() ? wanted.withTimed(there.timed()) : wanted)
                        .located(AbsolutePath::of));
    }

    /** The stored configuration, with measured sizes. */
    public SweepConfiguration configuration() {
        return configuration;
    }

    private void begin() throws DataException, IOException {
        AtomicFile.clean(folder, 1);
        known = fits(folder);
        checkTables();
        arrange(known);
    }

    /** Fits that are still to come are of the rows of those that are there. */
    private void checkTables() throws DataException, IOException {
        Path kept = folder.resolve(RunFiles.DATA);
        StringBuilder now = new StringBuilder();
        for (Target target : configuration.targets()) {
            if (target instanceof Target.Table table && known.size() < configuration.fits()) {
                now.append(Sha256.of(table.file())).append('\n');
            }
        }
        if (now.isEmpty()) {
            return;
        }
        if (known.isEmpty()) {
            AtomicFile.write(kept, now.toString());
        } else if (!Files.exists(kept)) {
            throw new DataException(folder + " lacks " + RunFiles.DATA
                    + ", which tells of which table its fits are: take another seed or folder");
        } else if (!WholeFile.text(kept, WholeFile.MOST_OWN).contentEquals(now)) {
            throw new DataException("a table of the sweep in " + folder
                    + " has changed since it began: take another seed or folder, or bring the table back");
        }
    }

    /** Fits stored in a folder, in the order of the file. */
    public static List<FinishedFit> fits(Path folder) throws IOException {
        Map<String, Double> milliseconds = new HashMap<>();
        for (String line : lines(folder.resolve(TIMES))) {
            FitCsv.timed(line).ifPresent(timed -> milliseconds.put(timed.key(), timed.milliseconds()));
        }
        // In the order of the file: opening a folder for reading changes nothing.
        Map<String, FinishedFit> rows = new LinkedHashMap<>();
        for (String line : lines(folder.resolve(FITS))) {
            FitCsv.row(line).ifPresent(row -> {
                String key = FitCsv.key(row);
                rows.put(key, new FinishedFit(row, milliseconds.getOrDefault(key, Double.NaN)));
            });
        }
        return List.copyOf(rows.values());
    }

    /** Without the header. */
    private static List<String> lines(Path file) throws IOException {
        return LineFile.lines(file).stream().skip(1).toList();
    }

    /** Fits stored earlier, in any order. */
    public List<FinishedFit> known() {
        return known;
    }

    /** Called by one thread at a time. */
    void append(FinishedFit fit) throws SaveException {
        try {
            fits.append(FitCsv.line(fit.row()).getBytes(StandardCharsets.UTF_8));
            times.append(FitCsv.timeLine(fit).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw SaveException.into(folder, e, "start the sweep again, it resumes");
        }
    }

    /** Sorts the lines. @param inOrder all fits so far, in the plan's order */
    void arrange(List<FinishedFit> inOrder) throws SaveException {
        try {
            closeFiles();
            AtomicFile.write(folder.resolve(FITS), fits(inOrder));
            AtomicFile.write(folder.resolve(TIMES), times(inOrder));
            fits = LineFile.open(folder.resolve(FITS));
            times = LineFile.open(folder.resolve(TIMES));
        } catch (IOException e) {
            throw new SaveException("cannot write into " + folder + " (" + FileErrors.reason(e) + ")", e);
        }
    }

    /**
     * All files of a sweep, by name.
     *
     * @param folder where it is, which tells of its tables; empty for none
     */
    public static Map<String, AtomicFile.Content> contents(
            SweepConfiguration configuration, Optional<Path> folder, List<FinishedFit> inOrder) {
        Map<String, AtomicFile.Content> files = new LinkedHashMap<>();
        files.put(CONFIGURATION, out -> out.write((configuration.text() + "\n").getBytes(StandardCharsets.UTF_8)));
        files.put(FITS, fits(inOrder));
        files.put(TIMES, times(inOrder));
        folder.map(there -> there.resolve(RunFiles.DATA))
                .filter(Files::exists)
                .ifPresent(tables -> files.put(RunFiles.DATA, out -> Files.copy(tables, out)));
        return files;
    }

    private static AtomicFile.Content fits(List<FinishedFit> inOrder) {
        return lines(FitCsv.HEADER, inOrder, fit -> FitCsv.line(fit.row()));
    }

    private static AtomicFile.Content times(List<FinishedFit> inOrder) {
        List<FinishedFit> timed = inOrder.stream()
                .filter(fit -> !Double.isNaN(fit.milliseconds()))
                .toList();
        return lines(FitCsv.TIMES_HEADER, timed, FitCsv::timeLine);
    }

    private static AtomicFile.Content lines(String header, List<FinishedFit> fits, Function<FinishedFit, String> line) {
        return out -> {
            out.write((header + "\n").getBytes(StandardCharsets.UTF_8));
            for (FinishedFit fit : fits) {
                out.write(line.apply(fit).getBytes(StandardCharsets.UTF_8));
            }
        };
    }

    private void closeFiles() throws IOException {
        if (fits != null) {
            fits.close();
            times.close();
        }
    }

    @Override
    public void close() {
        try (FolderLock _ = lock) {
            closeFiles();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
