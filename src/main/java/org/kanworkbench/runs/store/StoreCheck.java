package org.kanworkbench.runs.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.data.Sha256;
import org.kanworkbench.data.WholeFile;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.json.JsonSize;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.files.model.CheckpointFile;
import org.kanworkbench.files.model.ModelFile;
import org.kanworkbench.runs.ProgressFile;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.SnapshotsFile;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredFile;
import org.kanworkbench.runs.StoredRun;

/**
 * Checks the consistency of a store: database, files, checksums. It repairs what it can; the rest is reported and moved
 * aside, never overwritten.
 */
public final class StoreCheck {

    private static final Pattern LAST_STEP = Pattern.compile("-(\\d{12})\\.");

    private static final String ASIDE = ".damaged";
    private static final Set<RunState> ENDED = EnumSet.of(RunState.FINISHED, RunState.STOPPED, RunState.FAILED);

    /** What file managers leave where somebody has looked; hidden files, but for half written ones, are of no run either. */
    private static final Set<String> OF_FILE_MANAGERS = Set.of("desktop.ini", "Thumbs.db");

    /**
     * @param what one line
     * @param repaired whether no work of the user is lost
     */
    public record Finding(String what, boolean repaired) {}

    /**
     * @param runs number of runs in the store
     * @param files number of files with a correct checksum
     */
    public record Report(int runs, int files, List<Finding> findings) {}

    private final RunStore store;
    private final List<Finding> findings;
    private int goodFiles;

    private StoreCheck(RunStore store, List<Finding> findings) {
        this.store = store;
        this.findings = findings;
    }

    /** Checks the store in a folder; fails while another process writes to it. */
    public static Report run(Path folder) throws IOException {
        List<Finding> findings = new ArrayList<>();
        Salvage.ifDamaged(folder, findings);
        try (RunStore store = RunStore.open(folder)) {
            if (store.readOnly()) {
                throw new StoreException(store.refusal());
            }
            return new StoreCheck(store, findings).run();
        }
    }

    private Report run() throws IOException {
        Map<String, StoredRun> runs = store.list(RunQuery.NEWEST.page(0, Integer.MAX_VALUE)).stream()
                .collect(Collectors.toMap(run -> run.description().name(), Function.identity()));
        for (StoredRun run : runs.values()) {
            checkFiles(run);
        }
        for (String name : new TreeSet<>(folders())) {
            if (!runs.containsKey(name)) {
                checkStray(name);
            }
        }
        return new Report(store.count(RunQuery.NEWEST), goodFiles, List.copyOf(findings));
    }

    private Set<String> folders() throws IOException {
        try (Stream<Path> all = Files.list(store.folder().resolve(RunStore.FOLDERS))) {
            return all.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new StoreException(
                    store.folder() + " cannot be read (" + FileErrors.reason(e) + "): check who may read it", e);
        }
    }

    private void checkFiles(StoredRun run) throws IOException {
        RunFiles files = store.files(run);
        Set<String> entered = new HashSet<>();
        for (StoredFile stored : store.storedFiles(run.id())) {
            Path file = files.file(stored.path());
            if (!Files.exists(file)) {
                store.remove(run.id(), stored.path());
                findings.add(new Finding("run " + run.id() + ": " + stored.path() + " is missing", false));
            } else if (!Sha256.of(file).equals(stored.sha256())) {
                replaced(run, files, stored);
            } else {
                goodFiles++;
            }
            entered.add(stored.path());
        }
        for (String path : files.paths()) {
            if (!entered.contains(path)
                    && !path.equals(RunFiles.DESCRIPTION)
                    && !path.endsWith(ASIDE)
                    && !isOfFileManager(Path.of(path).getFileName().toString())) {
                checkUnentered(run, files, path);
            }
        }
    }

    /** Whether only a training writes it, before the state of its end. */
    private static boolean isOfTraining(String path) {
        return path.equals(RunFiles.MODEL) || path.equals(RunFiles.PROGRESS) || path.startsWith(RunFiles.SNAPSHOTS);
    }

    private static boolean isOfFileManager(String name) {
        return name.startsWith(".") && !name.endsWith(".tmp") || OF_FILE_MANAGERS.contains(name);
    }

    /** The content differs from its entry: rewritten just before a crash, or damaged. */
    private void replaced(StoredRun run, RunFiles files, StoredFile stored) throws IOException {
        if (readable(files.file(stored.path()))) {
            if (ENDED.contains(run.state()) && isOfTraining(stored.path())) {
                findings.add(new Finding(
                        "run " + run.id() + ": " + stored.path() + " is not what was written, though it can be read:"
                                + " take the run from an archive, or delete it",
                        false));
                return;
            }
            store.add(run.id(), files.describe(stored.path(), stored.step(), stored.epoch(), stored.accuracy()));
            findings.add(new Finding(
                    "run " + run.id() + ": " + stored.path() + " is newer than the database, entered as it is", true));
            goodFiles++;
            return;
        }
        store.remove(run.id(), stored.path());
        putAside(files.file(stored.path()));
        findings.add(new Finding(
                "run " + run.id() + ": " + stored.path() + " is damaged, put aside as " + stored.path() + ASIDE,
                false));
    }

    /** Written just before a crash, or incomplete. */
    private void checkUnentered(StoredRun run, RunFiles files, String path) throws IOException {
        if (path.endsWith(".tmp")) {
            Files.delete(files.file(path));
            findings.add(new Finding("run " + run.id() + ": " + path + ", half written, is deleted", true));
        } else if (readable(files.file(path))) {
            long step = step(path);
            store.add(run.id(), files.describe(path, step, epoch(run, step), OptionalDouble.empty()));
            findings.add(new Finding("run " + run.id() + ": " + path + " was not entered, is now", true));
            goodFiles++;
        } else {
            putAside(files.file(path));
            findings.add(new Finding("run " + run.id() + ": " + path + " is damaged, put aside", false));
        }
    }

    /** In place of an earlier damaged one of its name. */
    private static void putAside(Path file) throws IOException {
        Files.move(file, file.resolveSibling(file.getFileName() + ASIDE), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Completed epochs after a number of steps, according to the run's scores. */
    private double epoch(StoredRun run, long step) throws StoreException {
        return store.metrics(run.id()).stream()
                .filter(m -> m.step() > 0)
                .mapToDouble(m -> m.epoch() * step / m.step())
                .findFirst()
                .orElse(0);
    }

    /** A run that is missing in the database. */
    private void checkStray(String name) throws IOException {
        RunFiles files = new RunFiles(store.folder().resolve(RunStore.FOLDERS).resolve(name));
        if (!Files.exists(files.file(RunFiles.DESCRIPTION))) {
            findings.add(new Finding(
                    "the folder " + files.folder() + " belongs to no run: delete it if you do not need it",
                    !RunStore.isName(name)));
            return;
        }
        RunDescription description;
        try {
            description = RunDescription.read(files);
        } catch (ModelFileException e) {
            findings.add(new Finding(e.getMessage(), false));
            return;
        } catch (CharacterCodingException e) {
            findings.add(new Finding(files.file(RunFiles.DESCRIPTION) + " is damaged", false));
            return;
        }
        if (!description.name().equals(name)) {
            boolean copy = RunStore.isName(description.name())
                    && Files.exists(store.files(description.name()).folder());
            findings.add(new Finding(
                    "the folder " + files.folder()
                            + (copy
                                    ? " is a copy of a run's: delete it if you do not need it"
                                    : " is of a run that is called otherwise: name it " + description.name()
                                            + " and check again"),
                    copy));
            return;
        }
        long id = store.add(description);
        StoredRun run = store.run(id).orElseThrow();
        checkFiles(run);
        List<String> paths =
                store.storedFiles(id).stream().map(StoredFile::path).toList();
        // The final files without a checkpoint: a resumed run would replace them.
        boolean ended = !paths.contains(RunFiles.CHECKPOINT)
                && (paths.contains(RunFiles.MODEL)
                        || paths.contains(RunFiles.RESULT)
                        || paths.stream().anyMatch(path -> path.startsWith(RunFiles.SWEEP)));
        // A training that has finished has scored its model.
        if (ended
                && description.kind() == RunKind.TRAINING
                && paths.contains(RunFiles.MODEL)
                && ModelFile.read(files.file(RunFiles.MODEL)).testScore().isEmpty()) {
            store.end(id, RunState.FAILED, 0, "its model has no test score, and why it ended was lost");
        } else if (ended) {
            store.progressed(id, description.plannedEpochs(), 0);
            store.end(id, RunState.FINISHED, 0, "");
        } else {
            store.end(id, RunState.INTERRUPTED, 0, "");
        }
        findings.add(new Finding(
                "run " + id + " (" + description.preset() + ", seed " + description.seed()
                        + ") was lost from the database: found again by its folder, without its scores",
                true));
    }

    /** Whether a file of a run's folder has the content that its name indicates. */
    private static boolean readable(Path file) throws IOException {
        String name = file.getFileName().toString();
        try {
            if (name.endsWith(ModelFile.EXTENSION)) {
                ModelFile.read(file);
            } else if (name.endsWith(CheckpointFile.EXTENSION)) {
                CheckpointFile.read(file);
            } else if (name.equals(RunFiles.PROGRESS)) {
                ProgressFile.read(file);
            } else if (name.endsWith(SnapshotsFile.EXTENSION)) {
                SnapshotsFile.read(file);
            } else if (name.endsWith(".json")) {
                VersionedJson.read(
                        WholeFile.text(file, WholeFile.MOST_OWN),
                        name,
                        Integer.MAX_VALUE,
                        JsonNode.class,
                        JsonSize.MOST_TOKENS_OF_SAMPLES);
            } else {
                return WholeFile.text(file, WholeFile.MOST_OWN).endsWith("\n");
            }
            return true;
        } catch (ModelFileException | CharacterCodingException e) {
            return false;
        }
    }

    /** The last step in a path of snapshots; 0 for other files. */
    private static long step(String path) {
        Matcher matcher = LAST_STEP.matcher(path);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
