package org.kanworkbench.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Folders with all that is in them. */
public final class FolderTree {

    private FolderTree() {}

    /** Deletes a folder; what goes away meanwhile is no error. */
    public static void delete(Path folder) throws IOException {
        for (Path path : all(folder, Integer.MAX_VALUE).reversed()) {
            Files.deleteIfExists(path);
        }
    }

    /** A folder, then what is in it, without what goes away meanwhile: a stream of Files.walk ends with an exception then. */
    static List<Path> all(Path folder, int depth) throws IOException {
        List<Path> all = new ArrayList<>();
        add(folder, depth, all);
        return all;
    }

    private static void add(Path path, int depth, List<Path> all) throws IOException {
        all.add(path);
        if (depth > 0 && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> within = Files.newDirectoryStream(path)) {
                for (Path one : within) {
                    add(one, depth - 1, all);
                }
            } catch (NoSuchFileException _) {
                // There is nothing in it any more.
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
    }
}
