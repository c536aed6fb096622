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
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.training.Engines;

class DataLoadingTest {

    @Test
    void nothing_is_told_of_data_that_are_no_longer_wanted() {
        List<Runnable> background = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        ConfigurationEditor editor = new ConfigurationEditor(Engines.VECTOR);
        DataLoading loading = new DataLoading(editor, background::add, Runnable::run, problems::add);
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

    /** Nothing could be trained, and no column be chosen, until the message was dismissed. */
    @Test
    void a_text_without_columns_is_not_waited_for(@TempDir Path folder) throws IOException {
        DataLoading loading =
                new DataLoading(new ConfigurationEditor(Engines.VECTOR), Runnable::run, Runnable::run, _ -> {});

        loading.open(new DataSource.CsvFile(Files.writeString(folder.resolve("notes.txt"), "some words\nand more\n")));
        assertThat(loading.refusedProperty().get()).isNull();
        loading.open(new DataSource.CsvFile(Files.writeString(folder.resolve("two.csv"), "a,b\nx,\ny,\n")));
        assertThat(loading.refusedProperty().get()).isNotNull();
    }
}
