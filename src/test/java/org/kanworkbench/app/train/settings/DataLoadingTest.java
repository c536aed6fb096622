package org.kanworkbench.app.train.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
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
}
