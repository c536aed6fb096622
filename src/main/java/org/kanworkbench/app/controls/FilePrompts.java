package org.kanworkbench.app.controls;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/** Asks the user for a file or folder. */
public interface FilePrompts {

    Optional<Path> folder(String title);

    /**
     * A folder that is not there yet, in the one that is chosen: what is written there replaces nothing.
     *
     * @param name what it is called; with a number if that is taken
     */
    default Optional<Path> newFolder(String title, String name) {
        return folder(title)
                .map(in -> Stream.concat(
                                Stream.of(name),
                                IntStream.iterate(2, i -> i + 1).mapToObj(i -> name + "-" + i))
                        .map(in::resolve)
                        // Of a folder that may not be searched nothing is known to be free.
                        .filter(folder -> !Files.exists(folder))
                        .findFirst()
                        .orElseThrow());
    }

    /** @param extensions with the dot */
    Optional<Path> open(String title, String kind, List<String> extensions);

    /** @param name what the file would be called */
    Optional<Path> save(String title, String kind, String extension, String name);

    /** The file with that ending, which some platforms' dialogs do not add to a typed name. */
    static Path ending(Path file, String extension) {
        String name = file.getFileName().toString();
        return name.toLowerCase(Locale.ROOT).endsWith(extension) ? file : file.resolveSibling(name + extension);
    }

    /** The platform's own dialogs. */
    static FilePrompts over(Supplier<Window> owner) {
        return new FilePrompts() {
            private File last;

            @Override
            public Optional<Path> folder(String title) {
                DirectoryChooser chooser = new DirectoryChooser();
                chooser.setTitle(title);
                chooser.setInitialDirectory(there());
                File chosen = chooser.showDialog(owner.get());
                last = chosen == null ? last : chosen;
                return Optional.ofNullable(chosen).map(File::toPath);
            }

            @Override
            public Optional<Path> open(String title, String kind, List<String> extensions) {
                return remember(chooser(title, kind, extensions).showOpenDialog(owner.get()));
            }

            @Override
            public Optional<Path> save(String title, String kind, String extension, String name) {
                FileChooser chooser = chooser(title, kind, List.of(extension));
                chooser.setInitialFileName(name + extension);
                while (true) {
                    Optional<Path> chosen = remember(chooser.showSaveDialog(owner.get()));
                    Optional<Path> whole = chosen.map(file -> ending(file, extension));
                    if (whole.equals(chosen) || whole.filter(Files::exists).isEmpty()) {
                        return whole;
                    }
                    // Nobody has said yet that this one may be overwritten.
                    chooser.setInitialDirectory(there());
                    chooser.setInitialFileName(whole.orElseThrow().getFileName().toString());
                }
            }

            private FileChooser chooser(String title, String kind, List<String> extensions) {
                FileChooser chooser = new FileChooser();
                chooser.setTitle(title);
                chooser.setInitialDirectory(there());
                chooser.getExtensionFilters()
                        .add(new FileChooser.ExtensionFilter(
                                kind, extensions.stream().map(e -> "*" + e).toList()));
                return chooser;
            }

            /** No dialog opens in a folder that was removed since, or whose disk was. */
            private File there() {
                return last != null && last.isDirectory() ? last : null;
            }

            private Optional<Path> remember(File chosen) {
                if (chosen != null) {
                    last = chosen.getParentFile();
                }
                return Optional.ofNullable(chosen).map(File::toPath);
            }
        };
    }
}
