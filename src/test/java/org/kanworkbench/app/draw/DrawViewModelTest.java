package org.kanworkbench.app.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javafx.geometry.Point2D;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.draw.reading.Classifier;
import org.kanworkbench.app.draw.reading.ModelColumn;
import org.kanworkbench.app.draw.reading.Reader;
import org.kanworkbench.app.draw.sketch.Drawing;
import org.kanworkbench.app.draw.sketch.KeyboardPen;
import org.kanworkbench.app.draw.sketch.StoredDrawing;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.MyDigits;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Target;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.data.source.LabelledDigit;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.engine.InitialModel;
import org.kanworkbench.network.Activation;
import org.kanworkbench.network.LayerSpec;
import org.kanworkbench.network.Model;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.tensor.Tensor;

class DrawViewModelTest {

    private static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    private final Workspace workspace = new Workspace();

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void a_stroke_fills_the_picture_and_the_bars() {
        OpenModel open = opened("dense", sevens(3));
        DrawViewModel model = viewModel(Runnable::run);
        ModelColumn column = model.columns.getFirst();
        assertThat(column.shownProperty().get().winnerText()).isEmpty();

        stroke(model, 100, 100, 300, 300);

        assertThat(column.reader).isEqualTo(new Reader(open));
        assertThat(model.seenProperty().get().centreOfMass()[0]).isCloseTo(14, within(0.1));
        assertThat(column.shownProperty().get().winner()).isEqualTo(7);
        assertThat(Arrays.stream(column.shownProperty().get().probabilities()).sum())
                .isCloseTo(1, within(1e-6));
    }

    @Test
    void winner_and_runner_up_are_told_in_words() {
        opened("dense", sevens(4));
        DrawViewModel model = viewModel(Runnable::run);

        stroke(model, 100, 100, 300, 300);

        double seven = Math.exp(4) / (Math.exp(4) + Math.exp(1) + 8);
        double one = Math.exp(1) / (Math.exp(4) + Math.exp(1) + 8);
        ModelColumn column = model.columns.getFirst();
        assertThat(column.shownProperty().get().winnerText()).isEqualTo("7 · " + Math.round(100 * seven) + " %");
        assertThat(column.shownProperty().get().runnerUpText()).isEqualTo("then 1 · " + Math.round(100 * one) + " %");
        assertThat(column.shownProperty().get().latency()).matches("[0-9.]+ [µm]s");
    }

    @Test
    void bars_follow_new_weights_of_a_model_in_training() {
        OpenModel open = opened("dense", sevens(1));
        DrawViewModel model = viewModel(Runnable::run);
        stroke(model, 100, 100, 300, 300);
        double before = model.columns.getFirst().shownProperty().get().probabilities()[7];

        open.update(sevens(6));

        assertThat(model.columns.getFirst().shownProperty().get().probabilities()[7])
                .isGreaterThan(before + 0.1);

        model.inView.set(false);
        double unseen = model.columns.getFirst().shownProperty().get().probabilities()[7];
        open.update(sevens(1));
        assertThat(model.columns.getFirst().shownProperty().get().probabilities()[7])
                .as("nobody looks")
                .isEqualTo(unseen);
        model.inView.set(true);
        assertThat(model.columns.getFirst().shownProperty().get().probabilities()[7])
                .isEqualTo(before);
    }

    @Test
    void columns_come_and_go_with_the_models() {
        DrawViewModel model = viewModel(Runnable::run);
        assertThat(model.columns).isEmpty();

        OpenModel first = opened("first", sevens(1));
        opened("second", sevens(2));
        workspace.close(first);

        assertThat(model.columns).extracting(c -> c.reader.open().name()).containsExactly("second");
    }

    @Test
    void a_model_without_weights_says_that_it_waits() {
        OpenModel open = workspace.open("new", new Target.Classes(DIGITS), Optional.empty());
        DrawViewModel model = viewModel(Runnable::run);
        ModelColumn column = model.columns.getFirst();
        assertThat(column.shownProperty().get().note()).contains("first weights");

        open.update(sevens(1));

        assertThat(column.shownProperty().get().note()).isEmpty();
    }

    @Test
    void a_model_of_other_inputs_is_not_offered() {
        Dataset moons = DataSource.Toy.of(ToyShape.MOONS).load();
        workspace.open("training", moons);
        NetworkSpec plane = new NetworkSpec(List.of(LayerSpec.dense(2, 2, Activation.IDENTITY)));
        opened("before", new Model(plane, Map.of()));
        opened("dense", sevens(3));
        DrawViewModel model = viewModel(Runnable::run);
        opened("after", new Model(plane, Map.of()));
        workspace.open("training too", moons);

        stroke(model, 100, 100, 300, 300);

        assertThat(model.columns)
                .extracting(column -> column.reader.open().name())
                .containsExactly("dense");
    }

    @Test
    void a_model_of_numbers_is_not_offered_and_told_not_to_be_for_digits() {
        DrawViewModel model = viewModel(Runnable::run);
        assertThat(model.none.get()).startsWith("No model yet");
        Target target = new Target.Numbers(new ColumnScaling(List.of(new ColumnScaling.Column("force", 0, 1))));
        workspace.open("mine", target, Optional.empty()).update(InitialModel.of("mlp", 784, List.of(4), 1, 1));

        assertThat(model.columns).isEmpty();
        assertThat(model.none.get()).contains("mine predicts force");
    }

    @Test
    void answers_that_are_not_finite_are_told_not_drawn() {
        opened("broken", sevens(Float.NaN));
        DrawViewModel model = viewModel(Runnable::run);

        stroke(model, 100, 100, 300, 300);

        assertThat(model.columns.getFirst().shownProperty().get().note()).contains("not finite");
    }

    @Test
    void a_network_that_scales_by_its_batch_says_what_that_means_for_one_drawing() {
        opened("plain", sevens(1));
        NetworkSpec faithful = Preset.named("kal-net-faithful").orElseThrow().network(784, 10);
        opened("faithful", new Model(faithful, sevens(1).tensors()));
        DrawViewModel model = viewModel(Runnable::run);

        assertThat(model.columns.get(0).shownProperty().get().hint()).isEmpty();
        assertThat(model.columns.get(1).shownProperty().get().hint()).contains("batch");
    }

    @Test
    void undo_takes_strokes_back_one_by_one_and_redo_draws_them_again() {
        DrawViewModel model = viewModel(Runnable::run);
        stroke(model, 100, 100, 300, 300);
        Drawing one = model.sketch.drawing();
        stroke(model, 300, 100, 100, 300);
        Drawing two = model.sketch.drawing();

        model.undo();
        assertThat(model.sketch.drawing()).isEqualTo(one);
        model.undo();
        assertThat(model.sketch.drawing().isEmpty()).isTrue();
        assertThat(model.seenProperty().get()).isNull();
        assertThat(model.sketch.canUndoProperty().get()).isFalse();
        model.redo();
        model.redo();
        assertThat(model.sketch.drawing()).isEqualTo(two);
        assertThat(model.sketch.canRedoProperty().get()).isFalse();
    }

    @Test
    void undo_brings_back_what_was_cleared() {
        DrawViewModel model = viewModel(Runnable::run);
        stroke(model, 100, 100, 300, 300);
        Drawing drawn = model.sketch.drawing();

        model.clear();
        assertThat(model.sketch.drawing().isEmpty()).isTrue();
        model.undo();

        assertThat(model.sketch.drawing()).isEqualTo(drawn);
    }

    @Test
    void clearing_an_empty_sheet_changes_nothing() {
        DrawViewModel model = viewModel(Runnable::run);

        model.clear();

        assertThat(model.kept).isEmpty();
        assertThat(model.sketch.canUndoProperty().get()).isFalse();
    }

    @Test
    void the_hint_goes_at_the_first_touch_and_stays_away() {
        DrawViewModel model = viewModel(Runnable::run);
        assertThat(model.touchedProperty().get()).isFalse();

        stroke(model, 100, 100, 300, 300);
        model.clear();

        assertThat(model.touchedProperty().get()).isTrue();
    }

    @Test
    void a_labelled_drawing_is_kept_once_and_can_be_renamed() {
        DrawViewModel model = viewModel(Runnable::run);
        stroke(model, 100, 100, 300, 300);

        model.label("7");
        model.label("1");
        assertThat(model.sketch.drawing().strokes()).hasSize(1);
        stroke(model, 200, 100, 200, 300);
        stroke(model, 100, 200, 300, 200);
        assertThat(model.sketch.drawing().strokes()).hasSize(2);
        model.undo();
        model.undo();
        model.clear();

        assertThat(model.kept).hasSize(1);
        assertThat(model.kept.getFirst().label()).contains("1");
    }

    @Test
    void only_the_last_twelve_drawings_are_kept_newest_first() {
        DrawViewModel model = viewModel(Runnable::run);
        for (int i = 0; i < 15; i++) {
            stroke(model, 100, 100, 200 + 10 * i, 300);
            model.clear();
        }

        assertThat(model.kept).hasSize(12);
        assertThat(endOf(model.kept.getFirst())).isEqualTo(340);
        assertThat(endOf(model.kept.getLast())).isEqualTo(230);
    }

    @Test
    void a_kept_drawing_comes_back_and_undo_returns_to_the_one_at_hand() {
        DrawViewModel model = viewModel(Runnable::run);
        stroke(model, 100, 100, 300, 300);
        model.label("7");
        model.clear();
        stroke(model, 10, 10, 20, 300);
        Drawing atHand = model.sketch.drawing();

        model.restore(model.kept.getLast());
        assertThat(model.sketch.drawing()).isEqualTo(model.kept.getLast().drawing());
        model.undo();

        assertThat(model.sketch.drawing()).isEqualTo(atHand);
    }

    @Test
    void keys_draw_only_while_the_pen_is_down() {
        DrawViewModel model = viewModel(Runnable::run);
        KeyboardPen pen = model.keyboardPen;

        pen.move(1, 0, false);
        assertThat(model.sketch.drawing().isEmpty()).isTrue();
        pen.toggle();
        pen.move(1, 0, false);
        pen.move(0, 1, true);
        pen.toggle();
        pen.move(5, 5, false);

        double start = Drawing.SIDE / 2.0 + KeyboardPen.STEP;
        assertThat(model.sketch.drawing().strokes()).hasSize(1);
        assertThat(model.sketch.drawing().strokes().getFirst().points())
                .containsExactly(
                        new Point2D(start, Drawing.SIDE / 2.0),
                        new Point2D(start + KeyboardPen.STEP, Drawing.SIDE / 2.0),
                        new Point2D(start + KeyboardPen.STEP, Drawing.SIDE / 2.0 + KeyboardPen.SMALL_STEP));
    }

    @Test
    void a_label_ends_the_stroke_of_the_keyboards_pen() {
        DrawViewModel model = viewModel(Runnable::run);
        KeyboardPen pen = model.keyboardPen;
        pen.toggle();
        pen.move(3, 3, false);

        model.label("7");
        pen.move(5, 0, false);

        assertThat(pen.downProperty().get()).isFalse();
        assertThat(model.labelled()).contains("7");
    }

    @Test
    void the_keyboards_pen_stays_on_the_sheet() {
        DrawViewModel model = viewModel(Runnable::run);

        for (int i = 0; i < 100; i++) {
            model.keyboardPen.move(-1, 1, false);
        }

        assertThat(model.keyboardPen.placeProperty().get()).isEqualTo(new Point2D(20, Drawing.SIDE - 20));
    }

    @Test
    void while_one_drawing_is_read_only_the_newest_waits() {
        opened("dense", sevens(3));
        Deque<Runnable> queue = new ArrayDeque<>();
        AtomicInteger classified = new AtomicInteger();
        DrawViewModel model = new DrawViewModel(
                workspace.models(),
                workspace.graphs(),
                workspace.digits,
                new Threads(queue::add, Runnable::run),
                state -> {
                    Classifier sevens = bias(state);
                    return (x, logits) -> {
                        classified.incrementAndGet();
                        sevens.classify(x, logits);
                    };
                });
        queue.removeFirst().run();
        int warmed = classified.get();

        stroke(model, 100, 100, 300, 300);
        stroke(model, 100, 300, 300, 100);
        assertThat(queue).hasSize(1);
        queue.removeFirst().run();

        assertThat(classified.get()).isEqualTo(warmed + 1);
        assertThat(model.columns.getFirst().shownProperty().get().winner()).isEqualTo(7);
    }

    @Test
    void a_model_that_cannot_be_read_leaves_the_others_their_scores(@TempDir Path folder) throws InterruptedException {
        opened("broken", sevens(0));
        OpenModel dense = opened("dense", sevens(3));
        byte[] seven = new byte[DrawnDigit.SIDE * DrawnDigit.SIDE];
        Arrays.fill(seven, 14, 600, (byte) -1);
        CountDownLatch kept = new CountDownLatch(1);
        workspace.digits.digitsProperty().addListener((_, _, now) -> {
            if (!now.digits().isEmpty()) {
                kept.countDown();
            }
        });
        workspace.digits.open(folder, Runnable::run);
        workspace.digits.name(() -> Optional.of(new DrawnDigit(seven)), 7);
        assertThat(kept.await(20, TimeUnit.SECONDS)).isTrue();
        DrawViewModel model = viewModel(Runnable::run);
        OwnDigitsViewModel own = new OwnDigitsViewModel(
                workspace.digits,
                model.columns,
                new Threads(Runnable::run, Runnable::run),
                state -> {
                    Classifier read = bias(state);
                    float[] logits = new float[10];
                    read.classify(null, logits);
                    if (logits[7] == 0) {
                        throw new IllegalArgumentException("its weights are for another network");
                    }
                    return read;
                },
                _ -> {});

        own.shown.set(true);

        assertThat(own.problem.get()).isNull();
        assertThat(own.scoresProperty().get().scores()).singleElement().satisfies(score -> {
            assertThat(score.model()).isEqualTo(model.columns.getLast().reader);
            assertThat(score.text()).isEqualTo("My digits: 1 of 1 (100.0\u00a0%)");
        });

        OwnDigitsViewModel.Scores before = own.scoresProperty().get();
        own.inView.set(false);
        own.inView.set(true);
        assertThat(own.scoresProperty().get()).as("nothing new").isSameAs(before);
        own.inView.set(false);
        dense.update(sevens(-3));
        assertThat(own.scoresProperty().get()).as("nobody looks").isSameAs(before);
        own.inView.set(true);
        assertThat(own.scoresProperty().get().scores())
                .singleElement()
                .satisfies(score -> assertThat(score.right()).isZero());
    }

    @Test
    void a_digit_that_could_not_be_deleted_is_not_told_to_be(@TempDir Path folder) throws Exception {
        BlockingQueue<Runnable> ui = new LinkedBlockingQueue<>();
        workspace.digits.open(Files.createFile(folder.resolve("no folder")), ui::add);
        ui.poll(20, TimeUnit.SECONDS).run();

        workspace.digits.delete(new LabelledDigit(new DrawnDigit(new byte[784]), 7, false));
        ui.poll(20, TimeUnit.SECONDS).run();

        assertThat(workspace.digits.deletedProperty().get()).isNull();
        assertThat(workspace.digits.problemProperty().get().what()).isEqualTo("The digit was not deleted");
        assertThat(workspace.digits.problemProperty().get().details()).contains("no folder");
    }

    @Test
    void a_deletion_is_taken_back_before_it_is_written_and_told_again_of_the_same_digit(@TempDir Path folder)
            throws Exception {
        BlockingQueue<Runnable> ui = new LinkedBlockingQueue<>();
        MyDigits digits = workspace.digits;
        List<MyDigits.Deleted> told = new ArrayList<>();
        digits.deletedProperty().addListener((_, _, now) -> told.add(now));
        digits.open(folder, ui::add);
        DrawnDigit drawn = new DrawnDigit(new byte[784]);
        digits.name(() -> Optional.of(drawn), 7);
        until(ui, () -> digits.digitsProperty().get().count(7) == 1);
        LabelledDigit named = digits.digitsProperty().get().digits().getFirst();

        digits.delete(named);
        digits.undelete();
        until(ui, () -> told.size() == 2);
        until(ui, () -> digits.digitsProperty().get().count(7) == 1);

        digits.delete(named);
        until(ui, () -> told.size() == 3);
        digits.name(() -> Optional.of(drawn), 7);
        until(ui, () -> digits.digitsProperty().get().count(7) == 1);
        digits.delete(named);
        until(ui, () -> told.size() == 5);
        assertThat(told.get(4)).isEqualTo(told.get(2)).isEqualTo(new MyDigits.Deleted(0, named));
    }

    private static void until(BlockingQueue<Runnable> ui, BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Runnable next = ui.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("what comes next").isNotNull();
            next.run();
        }
    }

    @Test
    void no_percentage_claims_certainty() {
        assertThat(ModelColumn.percent(0.9999)).isEqualTo("> 99 %");
        assertThat(ModelColumn.percent(0.0001)).isEqualTo("< 1 %");
        assertThat(ModelColumn.percent(0.96)).isEqualTo("96 %");
        assertThat(ModelColumn.percent(1)).isEqualTo("100 %");
        assertThat(ModelColumn.percent(0)).isEqualTo("0 %");
    }

    @Test
    void times_have_a_fitting_unit() {
        assertThat(ModelColumn.time(84_400)).isEqualTo("84 µs");
        assertThat(ModelColumn.time(999_900)).isEqualTo("1.0 ms");
        assertThat(ModelColumn.time(1_234_000)).isEqualTo("1.2 ms");
    }

    private DrawViewModel viewModel(Executor background) {
        return new DrawViewModel(
                workspace.models(),
                workspace.graphs(),
                workspace.digits,
                new Threads(background, Runnable::run),
                DrawViewModelTest::bias);
    }

    private OpenModel opened(String name, Model weights) {
        OpenModel open = workspace.open(name, new Target.Classes(DIGITS), Optional.empty());
        open.update(weights);
        return open;
    }

    /** A dense layer that answers with its bias: {@code seven} for 7, 1 for 1. */
    private static Model sevens(float seven) {
        float[] bias = new float[10];
        bias[7] = seven;
        bias[1] = 1;
        return new Model(
                new NetworkSpec(List.of(LayerSpec.dense(784, 10, Activation.IDENTITY))),
                Map.of("layers.0.bias", new Tensor(new int[] {10}, bias)));
    }

    private static Classifier bias(Reader.State state) {
        float[] bias = ((Reader.Weights) state).model().tensor("layers.0.bias").values();
        return (_, logits) -> System.arraycopy(bias, 0, logits, 0, bias.length);
    }

    private static void stroke(DrawViewModel model, double x0, double y0, double x1, double y1) {
        model.sketch.begin(new Point2D(x0, y0), model.penWidth.get());
        model.sketch.extend(new Point2D(x1, y1));
        model.sketch.end();
    }

    private static double endOf(StoredDrawing kept) {
        return kept.drawing().strokes().getLast().last().getX();
    }
}
