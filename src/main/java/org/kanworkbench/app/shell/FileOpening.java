package org.kanworkbench.app.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.kanworkbench.app.pane.RailEntry;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Problem;

/**
 * Hands files to the panes that open their kind.
 *
 * @param background looks at files, which a network may have far away
 * @param show brings a pane to the front
 * @param refuse tells what is wrong with a file that no pane opens
 * @param tell the same of one of several files, where the next may bring a pane to the front
 */
record FileOpening(
        List<RailEntry<?>> panes,
        BackgroundWork background,
        Consumer<RailEntry<?>> show,
        Consumer<Problem> refuse,
        Consumer<Problem> tell) {

    static final String FOLDER = "/";

    /** Every kind of file that some pane opens, with the dot. */
    List<String> extensions() {
        return panes.stream()
                .flatMap(pane -> pane.make().opens().stream())
                .filter(kind -> !kind.equals(FOLDER))
                .distinct()
                .toList();
    }

    /** Opens them in their order. */
    void open(List<Path> files) {
        background.attempt(() -> {
            Consumer<Problem> told = files.size() == 1 ? refuse : tell;
            List<Runnable> opened =
                    files.stream().map(file -> opening(file, told)).toList();
            return () -> opened.forEach(Runnable::run);
        });
    }

    private Runnable opening(Path file, Consumer<Problem> told) {
        boolean there = Files.exists(file);
        boolean folder = Files.isDirectory(file);
        return () -> open(file, there, folder, told);
    }

    private void open(Path file, boolean there, boolean folder, Consumer<Problem> told) {
        Optional<RailEntry<?>> pane = panes.stream()
                .filter(p -> p.make().opens().stream().anyMatch(kind -> isOf(kind, file, folder)))
                .findFirst();
        if (!there) {
            told.accept(new Problem("The file could not be opened", file + ": there is no such file"));
        } else if (pane.isEmpty()) {
            told.accept(new Problem(
                    "The file could not be opened",
                    file + ": the workbench opens "
                            + extensions().stream().collect(Collectors.joining(", "))
                            + " and folders of images"));
        } else {
            show.accept(pane.get());
            pane.get().make().open(file);
        }
    }

    private static boolean isOf(String kind, Path file, boolean folder) {
        return kind.equals(FOLDER)
                ? folder
                : file.toString().toLowerCase(Locale.ROOT).endsWith(kind);
    }
}
