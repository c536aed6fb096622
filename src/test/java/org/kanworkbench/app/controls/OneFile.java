package org.kanworkbench.app.controls;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Answers whatever is asked for with the file or folder that a test has chosen; until then, as one who cancels. */
public final class OneFile implements FilePrompts {

    private Path chosen;
    /** What is named where something is saved; null for what is chosen. */
    private Path saved;

    public void choose(Path next) {
        choose(next, null);
    }

    /** To open one file and save another. */
    public void choose(Path next, Path toSave) {
        chosen = next;
        saved = toSave;
    }

    /** What was chosen last. */
    public Path chosen() {
        return chosen;
    }

    @Override
    public Optional<Path> folder(String title) {
        return Optional.ofNullable(chosen);
    }

    @Override
    public Optional<Path> open(String title, String kind, List<String> extensions) {
        return Optional.ofNullable(chosen);
    }

    @Override
    public Optional<Path> save(String title, String kind, String extension, String name) {
        return Optional.ofNullable(saved == null ? chosen : saved);
    }
}
