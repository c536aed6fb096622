package org.kanworkbench.app.controls;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/** Asks the user for a file or folder. */
public interface FilePrompts {

    Optional<Path> folder(String title);

    /** @param extensions with the dot */
    Optional<Path> open(String title, String kind, List<String> extensions);

    /** @param name what the file would be called */
    Optional<Path> save(String title, String kind, String extension, String name);

    /** The platform's own dialogs. */
    static FilePrompts over(Supplier<Window> owner) {
        return new FilePrompts() {
            private File last;

            @Override
            public Optional<Path> folder(String title) {
                DirectoryChooser chooser = new DirectoryChooser();
                chooser.setTitle(title);
                chooser.setInitialDirectory(last);
                return remember(chooser.showDialog(owner.get()));
            }

            @Override
            public Optional<Path> open(String title, String kind, List<String> extensions) {
                return remember(chooser(title, kind, extensions).showOpenDialog(owner.get()));
            }

            @Override
            public Optional<Path> save(String title, String kind, String extension, String name) {
                FileChooser chooser = chooser(title, kind, List.of(extension));
                chooser.setInitialFileName(name + extension);
                return remember(chooser.showSaveDialog(owner.get()));
            }

            private FileChooser chooser(String title, String kind, List<String> extensions) {
                FileChooser chooser = new FileChooser();
                chooser.setTitle(title);
                chooser.setInitialDirectory(last);
                chooser.getExtensionFilters()
                        .add(new FileChooser.ExtensionFilter(
                                kind, extensions.stream().map(e -> "*" + e).toList()));
                return chooser;
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
