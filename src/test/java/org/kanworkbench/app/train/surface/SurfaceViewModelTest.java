package org.kanworkbench.app.train.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.app.chart.ClassMap;
import org.kanworkbench.app.chart.GridMap;
import org.kanworkbench.app.chart.GridMap.Square;
import org.kanworkbench.app.chart.PlanePoints;
import org.kanworkbench.app.chart.ValueMap;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.train.TrainViewModel;
import org.kanworkbench.app.train.run.RunTrace;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.FloatFeatures;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.engine.InitialModel;
import org.kanworkbench.engine.Network;
import org.kanworkbench.engine.Predictor;
import org.kanworkbench.engine.workers.Workers;
import org.kanworkbench.explain.Edge;
import org.kanworkbench.explain.EdgeFunctions;
import org.kanworkbench.explain.Unit;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.Preset;
import org.kanworkbench.training.Run;
import org.kanworkbench.training.TrainingEvent;

/** Without a window: background work waits in a queue until the test runs it. */
class SurfaceViewModelTest {

    private static final class Idle implements Run {
        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void stop() {}

        @Override
        public void setLearningRate(double rate) {}

        @Override
        public void waitAfter(long steps) {}

        @Override
        public void requestLiveUpdate(int layer, int output, Consumer<Model> to) {}

        @Override
        public void await() {}
    }

    private long now;
    private final Workspace workspace = new Workspace();
    private final Deque<Runnable> background = new ArrayDeque<>();
    private Consumer<TrainingEvent> listener;
    private final TrainViewModel training = new TrainViewModel(
            workspace,
            (_, _, events) -> {
                listener = events;
                return new Idle();
            },
            // Run by the background's threads, what they find out would change what a test is reading.
            new Threads(workspace.background(), _ -> {}));
    private final SurfaceViewModel viewModel =
            new SurfaceViewModel(training, new Threads(background::add, Runnable::run));

    @BeforeEach
    void useMoons() {
        use(DataSource.Toy.of(ToyShape.MOONS));
    }

    private void use(DataSource.Toy toy) {
        training.editor.use(toy, toy.load());
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private static Model model(String preset, long seed) {
        return Network.initialize(
                        Preset.named(preset).orElseThrow().forSmallData().network(2, 2), seed)
                .snapshot();
    }

    private void told(Model model) {
        listener.accept(new TrainingEvent.Finished(true, model, Optional.empty(), Optional.empty(), Duration.ZERO));
        nextSecond();
    }

    private void work() {
        while (!background.isEmpty()) {
            background.removeFirst().run();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kal-net", "torchkan", "mlp", "efficient-kan-faithful"})
    void a_map_tells_what_the_network_answers_at_the_middle_of_every_cell(String preset) {
        Model model = model(preset, 3);
        training.start();
        told(model);
        work();

        ClassMap map = (ClassMap) viewModel.shownProperty().get().map();
        float[] logits = new float[2];
        try (Workers workers = new Workers(1)) {
            Predictor one = new Predictor(model, 1, workers);
            for (int row = 0; row < map.side(); row += 9) {
                for (int column = 0; column < map.side(); column += 7) {
                    one.predict(
                            new float[] {
                                (float) map.square().x(column, map.side()),
                                (float) map.square().y(row, map.side())
                            },
                            1,
                            logits);
                    double second = 1 / (1 + Math.exp(logits[0] - logits[1]));
                    assertThat(map.probability(row, column, 1)).isCloseTo((float) second, within(1e-5f));
                    assertThat(map.probability(row, column, 0)).isCloseTo((float) (1 - second), within(1e-5f));
                }
            }
        }
    }

    @Test
    void every_point_lies_within_the_map() {
        training.start();
        told(model("kal-net", 1));
        work();
        Square square = viewModel.shownProperty().get().map().square();
        for (int i = 0; i < viewModel.points().count(); i++) {
            assertThat((double) viewModel.points().xs()[i]).isBetween(square.left(), square.left() + square.size());
            assertThat((double) viewModel.points().ys()[i]).isBetween(square.bottom(), square.bottom() + square.size());
        }
    }

    @Test
    void weights_that_come_while_a_map_waits_replace_those_that_it_would_be_of() {
        training.start();
        told(model("kal-net", 1));
        training.start();
        told(model("kal-net", 2));
        assertThat(background).as("one for the newest, one for those beside it").hasSize(2);
        work();
        ClassMap newest = (ClassMap) viewModel.shownProperty().get().map();

        ClassMap expected = new SurfaceMaps().of(model("kal-net", 2), newest.square());
        assertThat(Arrays.equals(newest.probabilities(), expected.probabilities()))
                .as("the map is of the newest weights")
                .isTrue();
    }

    @Test
    void runs_whose_curves_are_shown_have_their_surfaces_beside_the_newest() {
        training.start();
        told(model("kal-net", 1));
        training.start();
        told(model("mlp", 2));
        work();
        RunTrace first = training.runs.all.getFirst();
        RunTrace second = training.runs.all.getLast();
        assertThat(viewModel.besideProperty().get()).singleElement().satisfies(other -> {
            assertThat(other.run()).isSameAs(first);
            assertThat(((ClassMap) other.map()).probabilities())
                    .containsExactly(new SurfaceMaps()
                            .of(model("kal-net", 1), other.map().square())
                            .probabilities());
        });

        training.show(first);
        work();
        assertThat(viewModel.besideProperty().get())
                .singleElement()
                .extracting(SurfaceViewModel.Beside::run)
                .isSameAs(second);

        second.shown.set(false);
        assertThat(viewModel.besideProperty().get()).as("at once").isEmpty();
        second.shown.set(true);
        use(DataSource.Toy.of(ToyShape.XOR));
        work();
        assertThat(viewModel.besideProperty().get()).as("on other data").isEmpty();
    }

    @Test
    void of_a_function_of_two_numbers_the_map_tells_the_predicted_number_in_its_units() throws DataException {
        DataSource.Function function = new DataSource.Function("100+20*x*y");
        Dataset dataset = function.load();
        training.editor.use(function, dataset);
        training.start();
        Model model = Network.initialize(
                        Preset.named("torchkan").orElseThrow().forSmallData().network(2, 1), 3)
                .snapshot();
        told(model);
        work();

        ValueMap map = (ValueMap) viewModel.shownProperty().get().map();
        assertThat(map.name()).isEqualTo("Predicted f(x, y)");
        float[] number = new float[1];
        try (Workers workers = new Workers(1)) {
            Predictor one = new Predictor(model, 1, workers);
            for (int row = 0; row < map.side(); row += 9) {
                one.predict(
                        new float[] {
                            (float) map.square().x(5, map.side()),
                            (float) map.square().y(row, map.side())
                        },
                        1,
                        number);
                ((Target.Numbers) dataset.target()).toUnits(number);
                assertThat(map.value(row, 5)).isCloseTo(number[0], within(1e-3f));
            }
        }
        viewModel.pointAt(new Unit(2, 0));
        work();
        assertThat(viewModel.partMapProperty().get().values()).containsExactly(map.values());
        PlanePoints points = viewModel.points();
        List<ColumnScaling.Column> columns = dataset.scaling().orElseThrow().columns();
        double x = columns.getFirst().raw(points.xs()[7]);
        double y = columns.getLast().raw(points.ys()[7]);
        assertThat((double) points.values()[7]).isCloseTo(100 + 20 * x * y, within(1e-3));
    }

    @Test
    void what_is_pointed_at_in_the_network_is_shown_of_the_newest_weights_until_other_data_are_chosen() {
        training.start();
        told(model("kal-net", 1));
        work();
        Edge edge = new Edge(0, 2, 1);
        viewModel.pointAt(edge);
        work();
        assertThat(viewModel.partMapProperty().get()).satisfies(map -> {
            assertThat(map.name()).isEqualTo("Edge x2 → h3");
            assertThat(map.values()).containsExactly(ofUp(model("kal-net", 1), edge, map), within(1e-5f));
        });

        viewModel.pointAt(new Unit(2, 1));
        assertThat(viewModel.partMapProperty().get()).as("not of the edge").isNull();
        work();
        GridMap classes = viewModel.shownProperty().get().map();
        ValueMap logit = viewModel.partMapProperty().get();
        assertThat(logit.name()).isEqualTo("Logit of class B");
        assertThat(logit.side()).isEqualTo(classes.side());

        viewModel.pointAt(new Edge(1, 0, 7));
        training.start();
        work();
        assertThat(viewModel.shownProperty().get().run())
                .as("as long as the new run has no weights")
                .isSameAs(training.runs.all.getFirst());
        assertThat(viewModel.partMapProperty().get().name()).isEqualTo("Edge h8 → class A");
        told(InitialModel.of("kal-net", 2, List.of(3), 2, 5));
        work();
        assertThat(viewModel.shownProperty().get().run()).isSameAs(training.runs.all.getLast());
        assertThat(viewModel.pointedAtProperty().get()).isNull();
        viewModel.pointAt(new Edge(1, 0, 7));
        work();
        assertThat(viewModel.partMapProperty().get())
                .as("of a smaller network, whose picture is not there yet")
                .isNull();
        assertThat(training.problem.get()).isNull();

        viewModel.pointAt(edge);
        use(DataSource.Toy.of(ToyShape.XOR));
        work();
        assertThat(viewModel.partMapProperty().get()).isNull();
        assertThat(viewModel.pointedAtProperty().get()).isNull();
    }

    /** An edge from the second input is the same function of the ordinate in every column. */
    private static float[] ofUp(Model model, Edge edge, ValueMap map) {
        float[] ys = new float[map.side()];
        for (int row = 0; row < ys.length; row++) {
            ys[row] = (float) map.square().y(row, map.side());
        }
        float[] column = new EdgeFunctions(model).layer(edge.layer()).at(ys).values(edge.output(), edge.input());
        float[] values = new float[map.values().length];
        for (int n = 0; n < values.length; n++) {
            values[n] = column[n / map.side()];
        }
        return values;
    }

    @Test
    void other_points_take_the_map_away_and_a_late_one_is_not_shown() {
        training.start();
        told(model("kal-net", 1));
        use(new DataSource.Toy(ToyShape.MOONS, 0.3, 500, 0));
        work();

        assertThat(viewModel.shownProperty().get()).isNull();
        assertThat(viewModel.points().count()).isEqualTo(500);
    }

    @Test
    void the_map_is_there_again_when_the_data_are_chosen_again() {
        training.start();
        told(model("kal-net", 1));
        work();
        use(DataSource.Toy.of(ToyShape.XOR));
        work();
        assertThat(viewModel.shownProperty().get()).isNull();
        use(DataSource.Toy.of(ToyShape.MOONS));
        work();

        assertThat(viewModel.shownProperty().get()).isNotNull();
    }

    /** Its network had been drawn over the new columns' axes, and asked for the name of a class that is no longer there. */
    @Test
    void a_table_that_has_changed_takes_the_map_away(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("table.csv");
        DataSource.CsvFile table = new DataSource.CsvFile(file);
        String rows = "1,2,a\n4,3,b\n2,7,a\n";
        Files.writeString(file, "x,y,class\n" + rows.repeat(20));
        training.editor.use(table, table.load());
        training.start();
        told(model("kal-net", 1));
        work();
        assertThat(viewModel.shownProperty().get()).isNotNull();
        training.editor.use(table, table.load());
        work();
        assertThat(viewModel.shownProperty().get()).as("read again").isNotNull();

        for (String changed : List.of("5,30,a\n", "5,3,c\n")) {
            Files.writeString(file, "x,y,class\n" + (rows + changed).repeat(20));
            training.editor.use(table, table.load());
            work();
            assertThat(viewModel.shownProperty().get()).as(changed).isNull();
        }
    }

    @Test
    void data_of_more_columns_has_no_map() {
        Examples examples = new Examples(new FloatFeatures(new float[8], 4), new int[] {0, 1});
        training.editor.use(
                new DataSource.Mnist(), new Dataset("four", examples, examples, Optional.empty(), List.of("a", "b")));

        assertThat(viewModel.datasetProperty().get()).isNull();
    }

    /** A frame in which everything is due. */
    private void nextSecond() {
        now += 1_000_000_000L;
        training.frame(now);
    }
}
