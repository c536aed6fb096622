package org.kanworkbench.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.kanworkbench.data.FileErrors;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.DataFolder;

/** Checks whether a file can be written, before the work for it starts. */
public final class OutputFile {

    private OutputFile() {}

    /**
     * Leaves no file behind.
     *
     * @param ending required extension, for instance {@code .kan}
     * @param read files that the command reads, which it must not write over
     */
    public static void check(Path file, String ending, Path... read) throws CommandFailure {
        if (!file.toString().endsWith(ending)) {
            throw CommandFailure.badInput("cannot write " + file + ": its name must end in " + ending);
        }
        if (Files.isDirectory(file)) {
            throw CommandFailure.badInput("cannot write " + file + ": it is a folder, name a file in it");
        }
        if (AtomicFile.isDevice(file)) {
            throw CommandFailure.badInput(
                    "cannot write " + file + ": it is no file but a device or pipe, name another one");
        }
        if (Files.exists(file) && !Files.isWritable(file)) {
            // Replacing it whole would not ask its permissions.
            throw CommandFailure.badInput("cannot write " + file + ": it is read-only, name another one");
        }
        for (Path source : read) {
            if (isSame(file, source)) {
                throw CommandFailure.badInput(
                        "cannot write " + file + ": it is what the command reads, name another one");
            }
        }
        Path folder = target(file).getParent();
        if (!Files.isDirectory(folder)) {
            throw CommandFailure.badInput(
                    "cannot write " + file + ": the folder " + folder + " does not exist, make it first");
        }
        checkWritable(file, folder);
    }

    /** What is written: behind a link, the file that it leads to. */
    private static Path target(Path file) throws CommandFailure {
        try {
            return Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        } catch (IOException e) {
            throw CommandFailure.badInput("cannot write " + file + " (" + FileErrors.reason(e) + "): name another one");
        }
    }

    private static boolean isSame(Path file, Path source) {
        try {
            return Files.exists(file) && Files.isSameFile(file, source);
        } catch (IOException _) {
            // What is read is not there; reading tells of it.
            return false;
        }
    }

    /**
     * The default output path for an input file: beside it, under its name.
     *
     * @param ending extension that replaces the input's
     */
    public static Path beside(Path file, String ending) throws CommandFailure {
        String name = file.getFileName().toString();
        int point = name.lastIndexOf('.');
        Path beside = file.resolveSibling((point < 0 ? name : name.substring(0, point)) + ending);
        if (Files.exists(beside)) {
            throw CommandFailure.badInput(
                    beside + " is there already: name another with --out, or the same to replace it");
        }
        return beside;
    }

    /** Creates the folder if missing. */
    public static void checkFolder(Path folder) throws CommandFailure {
        try {
            DataFolder.makeAlike(folder);
        } catch (IOException e) {
            throw CommandFailure.badInput(
                    "cannot make the folder " + folder + " (" + FileErrors.reason(e) + "): choose another");
        }
        checkWritable(folder, folder);
    }

    private static void checkWritable(Path target, Path folder) throws CommandFailure {
        try {
            // Checking permissions is not enough: full and read-only file systems grant them, too.
            AtomicFile.discard(AtomicFile.beside(folder.resolve("writable")));
            Files.readAttributes(target, BasicFileAttributes.class);
        } catch (NoSuchFileException _) {
            // It will be made; a name that is too long has failed otherwise.
        } catch (IOException e) {
            throw CommandFailure.badInput("cannot write " + target + " (in " + folder + ": " + FileErrors.reason(e)
                    + "): choose another place");
        }
    }
}
