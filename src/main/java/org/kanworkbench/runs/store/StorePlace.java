package org.kanworkbench.runs.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.DataFolder;
import org.kanworkbench.files.NativeLibraries;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.UnwritableException;

/** The folder in which a store lies: whose it is, what others have left there, and whether it can be relied on. */
final class StorePlace {

    /** Whether {@link #cautions} were told. */
    private static final String TOLD = "told";

    /** File systems of other machines, as Linux calls them. */
    private static final Set<String> REMOTE =
            Set.of("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph");

    private StorePlace() {}

    /** Empty, which is a database without tables: SQLite would let everybody read one that it makes. */
    static void makeDatabase(Path file) throws StoreException {
        try {
            DataFolder.makeFile(file);
        } catch (IOException e) {
            throw new UnwritableException(
                    file + " cannot be made (" + FileErrors.reason(e) + "): allow it, or move it with "
                            + DataFolder.VARIABLE,
                    e);
        }
    }

    /**
     * Removes what processes that were killed have left half written; for whoever has the right to write.
     *
     * @param runs folders of runs that were going on
     */
    static void tidy(Path folder, List<Path> runs) throws StoreException {
        try (DirectoryStream<Path> imports = Files.newDirectoryStream(folder, StoreArchive.UNPACKED + "*")) {
            for (Path unpacked : imports) {
                new RunFiles(unpacked).delete();
            }
            AtomicFile.clean(folder, 1);
            AtomicFile.clean(folder.resolve(StartWeights.FOLDER), 1);
            AtomicFile.clean(DataFolder.usual().resolve(NativeLibraries.FOLDER), 1);
            AtomicFile.clean(folder.resolve(NativeLibraries.FOLDER), 1);
            for (Path run : runs) {
                AtomicFile.clean(run, 2);
            }
        } catch (IOException e) {
            throw new StoreException(
                    folder + " cannot be tidied (" + FileErrors.reason(e) + "): check who may use it", e);
        }
    }

    /**
     * That other people of this machine can read the store, as those of earlier versions were made, or that it lies on another machine:
     * at the first call only. Nothing is changed, for somebody may want it.
     */
    static List<String> cautions(Path folder) {
        Path told = folder.resolve(TOLD);
        try {
            List<String> cautions = new ArrayList<>();
            if (DataFolder.isOpenToOthers(folder)) {
                cautions.add("Other people of this machine can read your runs and digits: `chmod 700 " + folder
                        + "` keeps them to yourself.");
            }
            if (REMOTE.contains(Files.getFileStore(folder).type())) {
                cautions.add(
                        "The run store in " + folder + " lies on another machine, where locks may not hold: don't train"
                                + " from two machines at once, or move it with " + DataFolder.VARIABLE + ".");
            }
            if (cautions.isEmpty() || Files.exists(told)) {
                return List.of();
            }
            DataFolder.makeFile(told);
            return cautions;
        } catch (IOException _) {
            return List.of();
        }
    }
}
