package org.kanworkbench.runs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.engine.Network;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.Packed;
import org.kanworkbench.network.Preset;
import org.kanworkbench.runs.Metric;
import org.kanworkbench.runs.RunDescription;
import org.kanworkbench.runs.RunEvent;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredFile;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.recording.Recording;
import org.kanworkbench.runs.recording.RunRecorder;
import org.kanworkbench.runs.recording.WorkRecorder;
import org.kanworkbench.runs.store.StoreCheck.Finding;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.TrainingEvent;
import org.kanworkbench.training.loop.TrainingRun;

class StoreCheckTest {

    private static final int RUNS = 3;
    /** {@code -Dstore.damages=50} for the long run. */
    private static final int DAMAGES = Integer.getInteger("store.damages", 8);

    @TempDir
    private Path folder;

    /** A store of short trainings. */
    private Path trained() throws Exception {
        DataSource source = new DataSource.Toy(ToyShape.XOR, 0.1, 100, 0);
        Dataset dataset = source.load();
        Preset preset = Preset.named("kal-net").orElseThrow().forSmallData();
        Path store = folder.resolve("store");
        try (RunStore open = RunStore.open(store)) {
            for (int seed = 0; seed < RUNS; seed++) {
                Configuration configuration = new Configuration(
                        "kal-net",
                        source,
                        preset.network(dataset.inputs(), dataset.outputs()),
                        preset.recipe().withEpochs(12),
                        seed,
                        1,
                        Configuration.VECTOR);
                try (RunRecorder recorder = new Recording(open).begin(configuration, dataset, e -> {
                    throw new AssertionError(e);
                })) {
                    TrainingRun.start(configuration, dataset, recorder).await();
                }
            }
        }
        return store;
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(dir)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
        return to;
    }

    @Test
    void a_sound_store_has_no_findings() throws Exception {
        Path store = trained();

        StoreCheck.Report report = StoreCheck.run(store);

        assertThat(report.findings()).isEmpty();
        assertThat(report.runs()).isEqualTo(RUNS);
        assertThat(report.files()).isGreaterThan(RUNS);
    }

    @Test
    void what_a_sweep_or_a_comparison_left_is_found_again_when_the_database_is_lost() throws Exception {
        Path store = folder.resolve("store");
        Map<String, String> contents =
                Map.of("result.json", "{\"format\":1,\"schemes\":[]}", "sweep/fits.csv", "target,model\nsine,mlp\n");
        Map<String, AtomicFile.Content> files = new TreeMap<>();
        contents.forEach((path, text) -> files.put(path, out -> out.write(text.getBytes(StandardCharsets.UTF_8))));
        try (RunStore open = RunStore.open(store)) {
            WorkRecorder recorder = new WorkRecorder(open);
            long run = recorder.begin(
                    RunDescription.begun(RunKind.SWEEP, "mlp", "sine", 0, "vector", 0, "{}", "sweep", 1));
            recorder.end(run, new WorkRecorder.Outcome(RunState.FINISHED, 1, 1, "Alike.", files));
        }
        Files.delete(store.resolve(RunStore.DATABASE));

        assertThat(StoreCheck.run(store).findings()).allMatch(Finding::repaired);
        try (RunStore open = RunStore.open(store)) {
            assertThat(open.storedFiles(1)).extracting(StoredFile::path).containsExactlyElementsOf(files.keySet());
        }
        Files.writeString(store.resolve("runs").resolve(nameOfOnly(store)).resolve("result.json"), "{\"form");
        assertThat(StoreCheck.run(store).findings())
                .singleElement()
                .matches(finding -> !finding.repaired() && finding.what().contains("result.json is damaged"));
    }

    private static String nameOfOnly(Path store) throws StoreException {
        try (RunStore open = RunStore.open(store)) {
            return open.names().getFirst();
        }
    }

    @Test
    void a_database_damaged_anywhere_is_told_of_and_what_can_be_read_is_saved() throws Exception {
        Path sound = trained();
        SplittableRandom random = new SplittableRandom(11);
        int saved = 0;
        for (int n = 0; n < DAMAGES; n++) {
            Path store = copy(sound, folder.resolve("damaged " + n));
            Path database = store.resolve(RunStore.DATABASE);
            byte[] bytes = Files.readAllBytes(database);
            int at = random.nextInt(bytes.length);
            int length = Math.min(random.nextInt(1, 600), bytes.length - at);
            for (int i = 0; i < length; i++) {
                bytes[at + i] = (byte) random.nextInt();
            }
            Files.write(database, bytes);
            openOrSay(store);

            StoreCheck.Report report = StoreCheck.run(store);

            try (RunStore open = RunStore.open(store)) {
                List<StoredRun> runs = open.list(RunQuery.NEWEST);
                assertThat(runs).as("damage " + n + " at " + at).hasSize(report.runs());
                assertThat(runs)
                        .allSatisfy(run ->
                                assertThat(new Recording(open).model(run)).isPresent());
                saved += runs.size();
            }
        }
        assertThat(saved)
                .as("no run is lost: each has a folder that tells what it is")
                .isEqualTo(DAMAGES * RUNS);
    }

    private static void openOrSay(Path store) throws IOException {
        try (RunStore open = RunStore.open(store)) {
            for (StoredRun run : open.list(RunQuery.NEWEST)) {
                open.metrics(run.id());
            }
        } catch (StoreException e) {
            assertThat(e).hasMessageContaining("runs check").hasMessageNotContaining("\n");
        }
    }

    @Test
    void damaged_and_missing_files_are_named_and_put_aside() throws Exception {
        Path store = trained();
        String name;
        try (RunStore open = RunStore.open(store)) {
            name = open.run(1).orElseThrow().description().name();
            RunFiles files = open.files(name);
            byte[] model = Files.readAllBytes(files.file(RunFiles.MODEL));
            model[model.length / 2] ^= 1;
            Files.write(files.file(RunFiles.MODEL), model);
            Files.delete(files.file(open.storedFiles(1).stream()
                    .map(StoredFile::path)
                    .filter(path -> path.startsWith(RunFiles.SNAPSHOTS))
                    .findFirst()
                    .orElseThrow()));
            Files.writeString(files.file(".model.kan.tmp"), "half");
        }

        StoreCheck.Report report = StoreCheck.run(store);

        assertThat(report.findings())
                .extracting(Finding::what)
                .anyMatch(what -> what.contains("run 1: model.kan is damaged"))
                .anyMatch(what -> what.contains(".safetensors is missing"))
                .anyMatch(what -> what.contains("half written"));
        assertThat(store.resolve(RunStore.FOLDERS).resolve(name).resolve("model.kan.damaged"))
                .exists();
        assertThat(StoreCheck.run(store).findings()).as("a second check").isEmpty();

        Files.writeString(store.resolve(RunStore.FOLDERS).resolve(name).resolve("model.kan"), "half");
        assertThat(StoreCheck.run(store).findings())
                .as("damaged a second time")
                .extracting(Finding::what)
                .containsExactly("run 1: model.kan is damaged, put aside");
    }

    @Test
    void files_that_were_written_just_before_a_crash_are_entered_as_they_are() throws Exception {
        Path store = trained();
        int files = StoreCheck.run(store).files();
        StoredFile moments;
        try (RunStore open = RunStore.open(store)) {
            RunFiles second = open.files(open.run(2).orElseThrow().description().name());
            moments = open.storedFiles(2).stream()
                    .filter(file -> file.path().startsWith(RunFiles.SNAPSHOTS))
                    .findFirst()
                    .orElseThrow();
            open.remove(2, moments.path());
            RunFiles first = open.files(open.run(1).orElseThrow().description().name());
            Files.copy(second.file(RunFiles.MODEL), first.file(RunFiles.MODEL), StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(second.file("notes.csv"), "a line that has no e");
        }
        Files.createDirectory(store.resolve(RunStore.FOLDERS).resolve("of-nothing"));

        StoreCheck.Report report = StoreCheck.run(store);

        assertThat(report.findings())
                .extracting(Finding::what)
                .anyMatch(what -> what.equals("run 1: model.kan is not what was written, though it can be read:"
                        + " take the run from an archive, or delete it"))
                .anyMatch(what -> what.equals("run 2: " + moments.path() + " was not entered, is now"))
                .anyMatch(what -> what.equals("run 2: notes.csv is damaged, put aside"))
                .anyMatch(what -> what.contains("of-nothing belongs to no run"))
                .hasSize(4);
        assertThat(report.files()).as("all but one are good").isEqualTo(files - 1);
        try (RunStore open = RunStore.open(store)) {
            assertThat(open.storedFiles(2)).contains(moments);
        }
    }

    /** As file managers, synchronisers and network drives leave them. */
    @Test
    void folders_and_files_of_others_are_told_and_end_no_check() throws Exception {
        Path store = trained();
        Path runs = store.resolve(RunStore.FOLDERS);
        String name = nameOfOnly(store);
        Path lost = copy(runs.resolve(name), runs.resolve("zzz"));
        Files.writeString(
                lost.resolve(RunFiles.DESCRIPTION),
                Files.readString(lost.resolve(RunFiles.DESCRIPTION)).replace(name, "zzz"));
        for (String copied : List.of(name + " copy", name + " (copy)")) {
            copy(runs.resolve(name), runs.resolve(copied));
        }
        Files.createDirectory(runs.resolve("@eaDir"));
        String gone;
        try (RunStore open = RunStore.open(store)) {
            gone = open.names().getLast();
        }
        Files.move(runs.resolve(gone), runs.resolve("renamed"));
        Files.write(
                Files.createDirectory(runs.resolve("latin")).resolve(RunFiles.DESCRIPTION),
                "größe".getBytes(StandardCharsets.ISO_8859_1));
        for (String left : List.of(".DS_Store", "desktop.ini", "Thumbs.db")) {
            Files.write(runs.resolve(name).resolve(left), new byte[] {0, 1, (byte) 0xff});
        }

        List<Finding> findings = StoreCheck.run(store).findings();

        assertThat(findings)
                .as("%s", findings)
                .hasSize(12)
                .extracting(Finding::what)
                .anyMatch(what -> what.contains("found again by its folder"))
                .anyMatch(what -> what.contains(name + " copy is a copy of a run's"))
                .anyMatch(what -> what.contains(name + " (copy) is a copy of a run's"))
                .anyMatch(what -> what.contains("renamed is of a run that is called otherwise: name it " + gone))
                .anyMatch(what -> what.contains("@eaDir belongs to no run"))
                .anyMatch(what -> what.contains("latin") && what.contains("run.json is damaged"));
        assertThat(findings.stream().filter(finding -> !finding.repaired())).hasSize(5);
        assertThat(runs.resolve(name).resolve(".DS_Store")).exists();
        assertThat(StoreCheck.run(store).findings()).as("a second check").hasSize(5);
    }

    @Test
    void a_lost_database_is_made_anew_from_the_runs_folders() throws Exception {
        Path store = trained();
        Files.delete(store.resolve(RunStore.DATABASE));

        StoreCheck.Report report = StoreCheck.run(store);

        assertThat(report.runs()).isEqualTo(RUNS);
        assertThat(report.findings()).extracting(Finding::what).anyMatch(what -> what.contains("found again"));
        try (RunStore open = RunStore.open(store)) {
            assertThat(open.list(RunQuery.NEWEST))
                    .as("nothing that would be gone on with, and so replaced")
                    .allMatch(run -> run.state() == RunState.FINISHED
                            && run.epochs() == run.description().plannedEpochs());
        }
    }

    @Test
    void a_training_that_failed_is_not_found_again_as_finished() throws Exception {
        DataSource source = new DataSource.Toy(ToyShape.XOR, 0.1, 100, 0);
        Dataset dataset = source.load();
        Preset preset = Preset.named("kal-net").orElseThrow().forSmallData();
        Configuration configuration = new Configuration(
                "kal-net",
                source,
                preset.network(dataset.inputs(), dataset.outputs()),
                preset.recipe(),
                0,
                1,
                Configuration.VECTOR);
        Path store = folder.resolve("failed");
        try (RunStore open = RunStore.open(store)) {
            try (RunRecorder recorder = new Recording(open).begin(configuration, dataset, e -> {
                throw new AssertionError(e);
            })) {
                recorder.accept(new TrainingEvent.Failed(
                        "over",
                        7,
                        Optional.of(
                                Network.initialize(configuration.network(), 1).snapshot()),
                        false));
            }
        }
        Files.delete(store.resolve(RunStore.DATABASE));

        StoreCheck.run(store);
        try (RunStore open = RunStore.open(store)) {
            assertThat(open.list(RunQuery.NEWEST).getFirst().state()).isEqualTo(RunState.FAILED);
        }
    }

    @Test
    void a_database_that_lost_its_header_keeps_its_scores() throws Exception {
        Path store = trained();
        RunEvent happened = RunStoreTest.event(7, 0.5, RunEvent.Kind.LEARNING_RATE, OptionalDouble.of(0.001));
        try (RunStore open = RunStore.open(store)) {
            open.rename(2, "the good one");
            open.add(2, happened);
            open.delete(List.of(1L));
        }
        Path database = store.resolve(RunStore.DATABASE);
        byte[] bytes = Files.readAllBytes(database);
        Arrays.fill(bytes, 0, 16, (byte) 'x');
        Files.write(database, bytes);

        StoreCheck.Report report = StoreCheck.run(store);

        assertThat(report.findings()).allMatch(Finding::repaired);
        try (RunStore open = RunStore.open(store)) {
            assertThat(open.list(RunQuery.NEWEST))
                    .as("what was deleted stays so")
                    .hasSize(RUNS - 1)
                    .allMatch(run -> run.bestScore().isPresent());
            assertThat(open.metrics(2)).hasSizeGreaterThan(5);
            assertThat(open.run(2).orElseThrow().title()).isEqualTo("the good one");
            assertThat(open.events(2)).containsExactly(happened);
        }
        assertThat(store.toFile().list()).noneMatch(name -> name.startsWith(".salvage"));
    }

    @Test
    void a_store_that_is_being_written_to_is_not_checked() throws Exception {
        Path store = trained();
        try (RunStore _ = RunStore.open(store)) {
            assertThatThrownBy(() -> StoreCheck.run(store))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("close that one first");
        }
    }

    @Test
    void an_archive_brings_runs_to_another_store_once() throws Exception {
        Path here = trained();
        Path archive = folder.resolve("all.zip");
        RunEvent happened = RunStoreTest.event(7, 0.5, RunEvent.Kind.PAUSED, OptionalDouble.empty());
        try (RunStore open = RunStore.open(here)) {
            open.annotate(2, "the good one", List.of("paper"));
            open.rename(2, "Wide");
            open.add(2, happened);
            StoreArchive.write(open, archive);
        }
        try (RunStore there = RunStore.open(folder.resolve("there"))) {
            there.add(RunStoreTest.run("own", "mlp", 0));

            assertThat(StoreArchive.read(archive, there).runs()).isEqualTo(RUNS);
            assertThat(StoreArchive.read(archive, there).runs()).as("again").isZero();
            there.delete(List.of(2L));
            assertThat(StoreArchive.read(archive, there).runs())
                    .as("deleted since")
                    .isEqualTo(1);

            List<StoredRun> runs = there.list(RunQuery.NEWEST.withText("good"));
            assertThat(runs).hasSize(1);
            assertThat(runs.getFirst().tags()).containsExactly("paper");
            assertThat(runs.getFirst().description().environment()).contains("Java");
            assertThat(there.metrics(runs.getFirst().id())).hasSizeGreaterThan(5);
            assertThat(runs.getFirst().title()).isEqualTo("Wide");
            assertThat(there.events(runs.getFirst().id())).containsExactly(happened);
            assertThat(new Recording(there).model(runs.getFirst())).isPresent();
            assertThat(there.folder().toFile().list()).noneMatch(name -> name.startsWith(".import"));
        }
        assertThat(StoreCheck.run(folder.resolve("there")).findings()).isEmpty();
    }

    @Test
    void an_archive_that_would_write_elsewhere_is_refused() throws Exception {
        Path archive = Files.write(
                folder.resolve("evil.zip"),
                Packed.zip(Map.of("runs/../../evil", "x".getBytes(StandardCharsets.UTF_8))));
        try (RunStore there = RunStore.open(folder.resolve("there"))) {
            assertThatThrownBy(() -> StoreArchive.read(archive, there))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("which no experiment store has");
        }
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../victim", "..", "/tmp/victim", "a/../../victim"})
    void an_archive_whose_runs_would_lie_elsewhere_moves_and_deletes_nothing(String name) throws Exception {
        Path victim = Files.createDirectories(folder.resolve("victim"));
        Files.writeString(victim.resolve("file"), "precious");
        Path evil = folder.resolve("evil");
        Path archive = folder.resolve("evil.zip");
        try (RunStore store = RunStore.open(evil)) {
            store.add(RunStoreTest.run("harmless", "mlp", 0));
            store.delete(List.of(1L));
        }
        for (String deleted : List.of("1", "null")) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + evil.resolve(RunStore.DATABASE));
                    PreparedStatement rename =
                            connection.prepareStatement("update run set name = ?, deleted = " + deleted)) {
                rename.setString(1, name);
                rename.execute();
            }
            byte[] database = Files.readAllBytes(evil.resolve(RunStore.DATABASE));
            Files.write(archive, Packed.zip(Map.of(RunStore.DATABASE, database)));
            try (RunStore there = RunStore.open(folder.resolve("there"))) {
                assertThatThrownBy(() -> StoreArchive.read(archive, there))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("not written by the workbench");
                assertThat(there.list(RunQuery.NEWEST)).isEmpty();
            }
            assertThat(victim.resolve("file")).hasContent("precious");
        }
    }

    @Test
    void opening_ten_thousand_runs_reads_one_page() throws Exception {
        try (RunStore store = RunStore.open(folder.resolve("many"))) {
            store.addAll(IntStream.range(0, 10_000)
                    .mapToObj(i -> RunStoreTest.run("run " + i, i % 7 == 0 ? "mlp" : "kal-net", i))
                    .toList());

            assertThat(store.list(RunQuery.NEWEST)).hasSize(RunQuery.PAGE);
            assertThat(store.count(RunQuery.NEWEST.withText("mlp"))).isEqualTo(1429);
            store.add(1, metric());
            assertThat(store.list(RunQuery.NEWEST.withSort(RunQuery.Sort.BEST_ACCURACY, true))
                            .getFirst()
                            .id())
                    .isEqualTo(1);
        }
    }

    private static Metric metric() {
        OptionalDouble none = OptionalDouble.empty();
        return new Metric(1, 1, true, 1, 0.5, 0.9, 0.5, none, none, none, 0.01, 0.2, 1);
    }
}
