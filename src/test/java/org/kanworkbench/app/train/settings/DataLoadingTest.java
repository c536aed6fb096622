package org.kanworkbench.app.train.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.training.Engines;

class DataLoadingTest {

    @Test
    void nothing_is_told_of_data_that_are_no_longer_wanted() {
        List<Runnable> background = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        ConfigurationEditor editor = new ConfigurationEditor(Engines.VECTOR);
        DataLoading loading =
                new DataLoading(editor, () -> false, new Threads(background::add, Runnable::run), problems::add);
        DataSource moons = new DataSource.Toy(ToyShape.MOONS, 0.1, 60, 0);
        DataSource none = new DataSource.CsvFile(Path.of("no such table.csv"));

        loading.open(none);
        loading.open(moons);
        background.reversed().forEach(Runnable::run);
        assertThat(editor.sourceProperty().get()).isEqualTo(moons);
        assertThat(problems).containsExactly((Problem) null);
        assertThat(loading.loadingProperty().get()).isFalse();

        background.clear();
        problems.clear();
        loading.open(moons);
        loading.open(none);
        background.reversed().forEach(Runnable::run);
        assertThat(problems).singleElement().extracting(Problem::what).isEqualTo("The data set could not be opened");
    }

    @Test
    void what_a_folder_holds_is_found_out_in_the_background() {
        List<Runnable> background = new ArrayList<>();
        ConfigurationEditor editor = new ConfigurationEditor(Engines.VECTOR);
        DataLoading loading =
                new DataLoading(editor, () -> false, new Threads(background::add, Runnable::run), _ -> {});
        DataSource moons = new DataSource.Toy(ToyShape.MOONS, 0.1, 60, 0);
        List<DataSource> found = new ArrayList<>();

        loading.open(Path.of("far away"), () -> {
            found.add(moons);
            return moons;
        });
        assertThat(found).as("before the background has looked").isEmpty();
        background.getFirst().run();
        assertThat(editor.sourceProperty().get()).isEqualTo(moons);
    }

    /** As when the program is started with a file, while the usual data are still to be read. */
    @Test
    void whoever_begins_with_data_that_cannot_be_read_has_the_usual_ones_and_is_told(@TempDir Path folder)
            throws IOException {
        List<Runnable> background = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        ConfigurationEditor editor = new ConfigurationEditor(Engines.VECTOR);
        DataLoading loading =
                new DataLoading(editor, () -> false, new Threads(background::add, Runnable::run), problems::add);
        DataSource moons = new DataSource.Toy(ToyShape.MOONS, 0.1, 60, 0);

        loading.open(moons, new DataSource.Toy(ToyShape.XOR, 0.1, 60, 0), Runnable::run);
        loading.open(new DataSource.CsvFile(Path.of("no such table.csv")));
        while (!background.isEmpty()) {
            background.removeFirst().run();
        }

        assertThat(editor.sourceProperty().get()).isEqualTo(moons);
        assertThat(problems).last().extracting(Problem::details).asString().contains("no such table.csv");
        assertThat(loading.loadingProperty().get()).isFalse();

        DataLoading table = new DataLoading(
                new ConfigurationEditor(Engines.VECTOR),
                () -> false,
                new Threads(background::add, Runnable::run),
                _ -> {});
        DataSource gone = new DataSource.CsvFile(Path.of("gone.csv"));
        table.open(gone, moons, Runnable::run);
        table.open(new DataSource.CsvFile(Files.writeString(folder.resolve("two.csv"), "a,b\nx,\ny,\n")));
        while (!background.isEmpty()) {
            background.removeFirst().run();
        }
        assertThat(table.refusedProperty().get())
                .as("its columns can be chosen")
                .isNotNull();
    }

    /** Nothing could be trained, and no column be chosen, until the message was dismissed. */
    @Test
    void a_text_without_columns_is_not_waited_for(@TempDir Path folder) throws IOException {
        DataLoading loading = new DataLoading(
                new ConfigurationEditor(Engines.VECTOR),
                () -> false,
                new Threads(Runnable::run, Runnable::run),
                _ -> {});

        loading.open(new DataSource.CsvFile(Files.writeString(folder.resolve("notes.txt"), "some words\nand more\n")));
        assertThat(loading.refusedProperty().get()).isNull();
        loading.open(new DataSource.CsvFile(Files.writeString(folder.resolve("two.csv"), "a,b\nx,\ny,\n")));
        assertThat(loading.refusedProperty().get()).isNotNull();
    }
}
