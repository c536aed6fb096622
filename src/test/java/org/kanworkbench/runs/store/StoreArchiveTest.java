package org.kanworkbench.runs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.data.source.LabelledDigit;
import org.kanworkbench.engine.Network;
import org.kanworkbench.files.DigitFile;
import org.kanworkbench.files.Packed;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.files.model.SavedModels;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.recording.RunRecorder;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engines;
import org.kanworkbench.training.loop.TrainingRun;

/** A store carried to another machine and back, with the person's own digits and the weights that runs began with. */
class StoreArchiveTest {

    private static final Preset PRESET = Preset.named("kal-net").orElseThrow();
    private static final int DIGITS = 12;

    @TempDir
    private Path folder;

    private static DrawnDigit picture(int number) {
        byte[] pixels = new byte[DrawnDigit.SIDE * DrawnDigit.SIDE];
        pixels[number] = (byte) 255;
        pixels[400] = (byte) (number + 1);
        return new DrawnDigit(pixels);
    }

    private static void draw(Path home, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            int number = i;
            new DigitFile(home).change(mine -> mine.with(picture(number), number % 10));
        }
    }

    private static List<LabelledDigit> digits(Path home) throws Exception {
        return new DigitFile(home).read().digits();
    }

    private static String weights(Path home, long seed) throws IOException {
        Model model =
                Network.initialize(PRESET.network(784, List.of(2), 10), seed).snapshot();
        SavedModel saved = SavedModels.of(
                model,
                "kal-net",
                seed,
                "MNIST",
                new Target.Classes(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")));
        return StartWeights.keep(saved, home, "mine").toString();
    }

    /** Trains on the digits of a data folder, from weights that it keeps. */
    private static void train(Path home, RunStore store, String start) throws Exception {
        DataSource data = new DigitFile(home).source(false);
        Configuration configuration = new Configuration(
                "kal-net",
                data,
                PRESET.network(784, List.of(2), 10),
                PRESET.recipe().withEpochs(2),
                1,
                1,
                Configuration.VECTOR,
                start);
        Dataset dataset = data.load();
        try (RunRecorder recorder = new Recording(store).begin(configuration, dataset, e -> {
            throw new AssertionError(e);
        })) {
            TrainingRun.start(
                            Engines.VECTOR,
                            configuration,
                            dataset,
                            StartWeights::read,
                            RunRecorder.CHECKPOINTS,
                            recorder)
                    .await();
        }
    }

    private static Path archive(Path home, Path file) throws IOException {
        try (RunStore store = RunStore.open(home)) {
            StoreArchive.write(store, file);
        }
        return file;
    }

    private static StoreArchive.Taken takeIn(Path archive, Path home) throws IOException {
        try (RunStore store = RunStore.open(home)) {
            return StoreArchive.read(archive, store);
        }
    }

    @Test
    void a_store_goes_to_another_machine_and_back_with_digits_and_start_weights() throws Exception {
        Path here = Files.createDirectory(folder.resolve("here"));
        Path there = Files.createDirectory(folder.resolve("there"));
        draw(here, 0, DIGITS);
        try (RunStore store = RunStore.open(here)) {
            train(here, store, weights(here, 5));
        }

        StoreArchive.Taken first = takeIn(archive(here, folder.resolve("out.zip")), there);

        assertThat(first).isEqualTo(new StoreArchive.Taken(1, DIGITS, 1));
        assertThat(digits(there)).isEqualTo(digits(here));
        try (RunStore store = RunStore.open(there)) {
            StoredRun run = store.run(1).orElseThrow();
            Configuration moved = run.parsedConfiguration();
            assertThat(Path.of(moved.start())).exists().startsWith(there);
            assertThat(moved.data()).isEqualTo(new DigitFile(there).source(false));
            assertThat(new Recording(store).changed(run, moved.data().load())).isEmpty();
            assertThat(StartWeights.read(moved.start()))
                    .isEqualTo(StartWeights.read(
                            StartWeights.files(here).getFirst().toString()));
            assertThat(run.bestScore()).isPresent();
        }

        draw(there, DIGITS, DIGITS + 3);
        try (RunStore store = RunStore.open(there)) {
            train(there, store, weights(there, 6));
        }
        StoreArchive.Taken back = takeIn(archive(there, folder.resolve("back.zip")), here);

        assertThat(back).isEqualTo(new StoreArchive.Taken(1, 3, 1));
        assertThat(digits(here)).isEqualTo(digits(there));
        assertThat(takeIn(folder.resolve("back.zip"), here)).as("again").isEqualTo(new StoreArchive.Taken(0, 0, 0));
        assertThat(new StoreArchive.Taken(0, 3, 1).sentence())
                .isEqualTo("3 drawn digits and 1 file of start weights imported");
        try (RunStore store = RunStore.open(here)) {
            StoredRun run = store.run(1).orElseThrow();
            assertThat(new Recording(store)
                            .changed(run, run.parsedConfiguration().data().load()))
                    .as("three digits have come since")
                    .hasValueSatisfying(changed -> assertThat(changed).contains("My digits", "has changed", "run 1"));
            assertThat(store.count(RunQuery.NEWEST)).isEqualTo(2);
        }
    }

    @Test
    void what_is_here_stays_whatever_an_archive_says_of_it() throws Exception {
        Path here = Files.createDirectory(folder.resolve("here"));
        Path there = Files.createDirectory(folder.resolve("there"));
        draw(here, 0, 2);
        new DigitFile(there).change(mine -> mine.with(picture(1), 7));
        RunStore.open(here).close();

        assertThat(takeIn(archive(here, folder.resolve("out.zip")), there).digits())
                .isOne();
        assertThat(digits(there))
                .extracting(LabelledDigit::digit, LabelledDigit::label)
                .containsExactly(tuple(picture(1), 7), tuple(picture(0), 0));
    }

    @Test
    void an_interrupted_import_begins_no_other_run() throws Exception {
        Path here = Files.createDirectory(folder.resolve("here"));
        Path there = Files.createDirectory(folder.resolve("there"));
        draw(here, 0, DIGITS);
        try (RunStore from = RunStore.open(here);
                RunStore to = RunStore.open(there)) {
            train(here, from, "");
            StoreMerge merge = new StoreMerge(from, to, Path.of("archive.zip"), () -> () -> {});

            Thread.currentThread().interrupt();
            assertThatThrownBy(merge::merge).isInstanceOf(InterruptedIOException.class);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(to.count(RunQuery.NEWEST)).isZero();
            assertThat(merge.merge().runs()).isOne();
        }
    }

    /** Archives of versions that left both out. */
    @Test
    void an_older_archive_brings_its_runs_and_touches_nothing_else() throws Exception {
        Path here = Files.createDirectory(folder.resolve("here"));
        Path there = Files.createDirectory(folder.resolve("there"));
        draw(here, 0, DIGITS);
        try (RunStore store = RunStore.open(here)) {
            train(here, store, "");
        }
        Path older = without(archive(here, folder.resolve("out.zip")), "my-digits.idx", "start-weights/");
        draw(there, 3, 5);

        assertThat(takeIn(older, there)).isEqualTo(new StoreArchive.Taken(1, 0, 0));
        assertThat(digits(there)).hasSize(2);
    }

    private Path without(Path archive, String... prefixes) throws IOException {
        Map<String, byte[]> entries = Packed.entries(Files.readAllBytes(archive));
        entries.keySet().removeIf(name -> Stream.of(prefixes).anyMatch(name::startsWith));
        return Files.write(folder.resolve("older.zip"), Packed.zip(entries));
    }

    @Test
    void start_weights_that_are_not_what_their_name_says_are_refused_and_change_nothing() throws Exception {
        Path here = Files.createDirectory(folder.resolve("here"));
        Path there = Files.createDirectory(folder.resolve("there"));
        draw(here, 0, 3);
        Path file = Path.of(weights(here, 1));
        Files.write(file, new byte[] {1, 2, 3});
        RunStore.open(here).close();
        Path archive = archive(here, folder.resolve("out.zip"));

        assertThatThrownBy(() -> takeIn(archive, there))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("not what its name says");
        assertThat(digits(there)).isEmpty();
        assertThat(there.resolve(StartWeights.FOLDER)).doesNotExist();
    }
}
