package org.kanworkbench.app.randomuser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.kanworkbench.app.controls.FilePrompts;

/** Answers every file dialog at once, with something in the walk's own folder or by cancelling, as a step's luck will have it. */
final class AnsweredPrompts implements FilePrompts {

    private static final double CANCELS = 0.25;

    private final Path files;
    private Random luck = new Random(0);

    AnsweredPrompts(Path files) {
        this.files = files;
    }

    void lucky(long seed) {
        luck = new Random(seed);
    }

    @Override
    public Optional<Path> folder(String title) {
        return answer(luck.nextBoolean() ? files.resolve("idx") : files.resolve("folder" + luck.nextInt(3)));
    }

    @Override
    public Optional<Path> open(String title, String kind, List<String> extensions) {
        try (Stream<Path> all = Files.list(files)) {
            List<Path> fitting = all.filter(file -> extensions.stream()
                            .anyMatch(extension -> file.getFileName().toString().endsWith(extension)))
                    .sorted()
                    .toList();
            return fitting.isEmpty() ? Optional.empty() : answer(fitting.get(luck.nextInt(fitting.size())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Path> save(String title, String kind, String extension, String name) {
        return answer(files.resolve("saved" + luck.nextInt(4) + extension));
    }

    private Optional<Path> answer(Path file) {
        return luck.nextDouble() < CANCELS ? Optional.empty() : Optional.of(file);
    }
}
