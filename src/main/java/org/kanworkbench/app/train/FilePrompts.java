package org.kanworkbench.app.train;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/** Asks the person for a file or folder. */
interface FilePrompts {

    Optional<Path> folder(String title);

    /** @param extension with the dot */
    Optional<Path> open(String title, String kind, String extension);

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
            public Optional<Path> open(String title, String kind, String extension) {
                return remember(chooser(title, kind, extension).showOpenDialog(owner.get()));
            }

            @Override
            public Optional<Path> save(String title, String kind, String extension, String name) {
                FileChooser chooser = chooser(title, kind, extension);
                chooser.setInitialFileName(name + extension);
                return remember(chooser.showSaveDialog(owner.get()));
            }

            private FileChooser chooser(String title, String kind, String extension) {
                FileChooser chooser = new FileChooser();
                chooser.setTitle(title);
                chooser.setInitialDirectory(last);
                chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(kind, "*" + extension));
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
