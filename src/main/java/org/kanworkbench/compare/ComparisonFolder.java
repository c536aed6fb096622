package org.kanworkbench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kanworkbench.data.AbsolutePath;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.json.RecordFolder;
import org.kanworkbench.files.json.VersionedJson;

/**
 * A comparison's folder: {@code compare.json} is what is compared, with all sizes, and {@code scores.jsonl} has a line a
 * training.
 */
public final class ComparisonFolder extends RecordFolder<Score> {

    /** In the data folder; holds a folder per comparison. */
    public static final String HOME = "comparisons";

    public static final String COMPARISON = "compare.json";
    public static final String SCORES = "scores.jsonl";

    private static final int FORMAT = 1;
    private static final int NAME = 13;

    private ComparisonFolder(Path folder) throws DataException, IOException {
        super(
                folder,
                SCORES,
                Score.class,
                "another comparison is at work in " + folder + ": wait for it, or choose another folder");
    }

    /** A stable name of a comparison, for its folder. */
    public static String name(Comparison comparison) {
        return "compare-"
                + UUID.nameUUIDFromBytes(VersionedJson.write(comparison, FORMAT))
                        .toString()
                        .substring(0, NAME);
    }

    /** The comparison that is in a folder; empty for none. */
    public static Optional<SizedComparison> read(Path folder) throws ModelFileException {
        Path file = folder.resolve(COMPARISON);
        return Files.exists(file)
                ? Optional.of(VersionedJson.read(file, FORMAT, SizedComparison.class))
                : Optional.empty();
    }

    /** Puts a comparison into a folder, from which it can be made again. */
    public static void write(SizedComparison comparison, Path folder) throws SaveException {
        AtomicFile.write(folder.resolve(COMPARISON), out -> out.write(VersionedJson.write(comparison, FORMAT)));
    }

    /** The scores that are in a folder, complete lines alone. */
    public static List<Score> scores(Path folder) throws IOException {
        return VersionedJson.lines(folder.resolve(SCORES), Score.class);
    }

    /**
     * Takes a folder for the trainings of a comparison, or for the rest of them.
     *
     * @throws DataException if the folder holds another comparison, or one that is at work
     */
    public static ComparisonFolder open(Path folder, SizedComparison comparison) throws DataException, SaveException {
        try {
            DataFolder.makeAlike(folder);
            Optional<SizedComparison> there = read(folder);
            if (there.isEmpty()) {
                write(comparison, folder);
            } else if (!there.get().located(AbsolutePath::of).equals(comparison.located(AbsolutePath::of))) {
                throw new DataException(
                        folder + " holds another comparison, or one of other data: choose another folder");
            }
            return new ComparisonFolder(folder);
        } catch (SaveException | DataException e) {
            throw e;
        } catch (IOException e) {
            throw new DataException(
                    folder + " cannot be used (" + FileErrors.reason(e) + "): choose another folder", e);
        }
    }

    void append(Score score) throws SaveException {
        append(score, "start the comparison again, it is resumed");
    }
}
