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
import org.kanworkbench.files.JarFiles;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.UnwritableException;

/** The folder of a store: ownership, leftovers of other processes, and reliability of its file system. */
final class StorePlace {

    /** Whether {@link #cautions} were returned. */
    private static final String TOLD = "told";

    /** Network file systems by their Linux names. */
    private static final Set<String> REMOTE =
            Set.of("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph");

    private StorePlace() {}

    /**
     * Creates an empty file, which is a database without tables: one created by SQLite would be readable by everybody.
     */
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
     * Deletes incomplete files of killed processes; requires write access.
     *
     * @param runs folders of runs that were running
     */
    static void tidy(Path folder, List<Path> runs) throws StoreException {
        try (DirectoryStream<Path> imports = Files.newDirectoryStream(folder, StoreArchive.UNPACKED + "*")) {
            for (Path unpacked : imports) {
                new RunFiles(unpacked).delete();
            }
            AtomicFile.clean(folder, 1);
            AtomicFile.clean(folder.resolve(StartWeights.FOLDER), 1);
            AtomicFile.clean(DataFolder.usual().resolve(JarFiles.FOLDER), 1);
            AtomicFile.clean(folder.resolve(JarFiles.FOLDER), 1);
            for (Path run : runs) {
                AtomicFile.clean(run, 2);
            }
        } catch (IOException e) {
            throw new StoreException(
                    folder + " cannot be tidied (" + FileErrors.reason(e) + "): check who may use it", e);
        }
    }

    /**
     * Warnings, at the first call only, that other users can read the store, as in earlier versions, or that it is on a
     * network file system. Nothing is changed, as it may be intended.
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
                cautions.add("The experiment store in " + folder
                        + " lies on another machine, where locks may not hold: don't train"
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
