package org.kanworkbench.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** One-line reasons why a file could not be read or written. */
public final class FileErrors {

    private FileErrors() {}

    public static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file or folder";
            case AccessDeniedException _ -> "access denied";
            case NotDirectoryException _ -> "not a folder";
            case FileAlreadyExistsException _ -> "a file of that name is there";
            // java.io's "NAME (reason)": the name is told by who tells the reason.
            case FileNotFoundException f
            when f.getMessage() != null ->
                oneLine(f.getMessage())
                        .replaceFirst("^.* \\((.*)\\)$", "$1")
                        .replace("Permission denied", "access denied");
            case FileSystemException f when f.getReason() != null -> oneLine(f.getReason());
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : oneLine(e.getMessage());
        };
    }

    /** In one line, with a remedy. */
    public static String unreadable(Object file, IOException e) {
        return file + " cannot be read (" + reason(e) + "): check that it exists and may be read";
    }

    /** The same of whatever could not be read or written, as {@code java.nio} tells of some failures no more than a path. */
    public static String unusable(IOException e) {
        return e instanceof FileSystemException f && f.getFile() != null
                ? OneLine.of(f.getFile()) + " cannot be used (" + reason(e)
                        + "): check who may use it, or choose another folder (KANWORKBENCH_HOME for the data folder)"
                : e.getMessage();
    }

    /** Why a text is not a path, and what to do about it. */
    public static String reason(InvalidPathException e) {
        String path = OneLine.of(e.getInput());
        return e.getReason().startsWith("Malformed")
                ? "the path " + path + " has characters that this terminal's language setting cannot express: set"
                        + " LC_ALL=C.UTF-8"
                : "the path " + path + " is not possible (" + OneLine.of(e.getReason()) + "): correct it";
    }

    private static String oneLine(String text) {
        return String.join(" ", text.lines().map(String::strip).toList());
    }
}
