package org.kanworkbench.app.draw;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.kanworkbench.app.BackgroundWork;
import org.kanworkbench.app.MyDigits;
import org.kanworkbench.app.NewestFirst;
import org.kanworkbench.app.OpenModel;
import org.kanworkbench.app.Problem;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.DigitCollection;
import org.kanworkbench.data.DrawnDigit;
import org.kanworkbench.data.LabelledDigit;
import org.kanworkbench.runs.DigitFile;

/** A person's own digits, and how the open models read them. On the interface thread only. */
final class OwnDigitsViewModel {

    private static final int PIXELS = DrawnDigit.SIDE * DrawnDigit.SIDE;

    /** Which of the digits every model reads as they were named, in the models' order. */
    private record Request(DigitCollection digits, Map<Reader, Reader.State> readers) {}

    /**
     * How one model reads the digits.
     *
     * @param right how many as they were named
     * @param answers what it reads, digit by digit
     */
    record Score(String model, int right, int[] answers) {}

    /** All scores of a collection. */
    record Scores(DigitCollection digits, List<Score> scores) {}

    private final MyDigits digits;
    private final ObservableList<ModelColumn> columns;
    private final NewestFirst<Request, Scores> reader;
    private final BackgroundWork background;
    private final BooleanProperty shown = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<Scores> scores = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Problem> problem = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
    private final InvalidationListener changed = _ -> score();
    private final WeakInvalidationListener weakChanged = new WeakInvalidationListener(changed);

    // Used by the one thread that reads.
    private final WarmClassifiers warm;

    /** @param columns the models that read drawings */
    OwnDigitsViewModel(
            MyDigits digits,
            ObservableList<ModelColumn> columns,
            Executor background,
            Executor ui,
            Function<Reader.State, Classifier> classifiers) {
        this.digits = digits;
        this.columns = columns;
        this.warm = new WarmClassifiers(classifiers);
        this.background = new BackgroundWork(background, ui, problem::set);
        reader = new NewestFirst<>(
                background,
                ui,
                this::read,
                scores::set,
                why -> problem.set(new Problem("Your digits could not be read", why)));
        digits.digitsProperty().addListener(weakChanged);
        digits.problemProperty().addListener((_, _, why) -> problem.set(why.isEmpty() ? null : unkept(why)));
        shown.addListener(changed);
        columns.forEach(this::follow);
        columns.addListener((ListChangeListener<ModelColumn>) change -> {
            while (change.next()) {
                change.getAddedSubList().forEach(this::follow);
            }
            score();
        });
    }

    private static Problem unkept(String why) {
        return new Problem("The drawing was not kept", why);
    }

    private void follow(ModelColumn column) {
        if (column.reader() instanceof Reader.OfModel(OpenModel open)) {
            open.modelProperty().addListener(weakChanged);
        }
    }

    private void score() {
        if (!shown.get()) {
            return;
        }
        Map<Reader, Reader.State> readers = new LinkedHashMap<>();
        columns.forEach(column -> column.reader().state().ifPresent(state -> readers.put(column.reader(), state)));
        reader.submit(new Request(digits.digitsProperty().get(), readers));
    }

    private Scores read(Request request) {
        warm.forgetAllBut(request.readers().keySet());
        List<Score> read = new ArrayList<>();
        float[] x = new float[PIXELS];
        request.readers().forEach((reader, state) -> {
            Classifier classifier = warm.of(reader, state, _ -> {});
            float[] logits = new float[state.outputs()];
            int[] answers = new int[request.digits().digits().size()];
            int right = 0;
            for (int i = 0; i < answers.length; i++) {
                LabelledDigit digit = request.digits().digits().get(i);
                ByteFeatures.pixels(digit.digit().pixels(), PIXELS).copyRow(0, x, 0);
                classifier.classify(x, logits);
                answers[i] = highest(logits);
                right += answers[i] == digit.label() ? 1 : 0;
            }
            read.add(new Score(reader.name(), right, answers));
        });
        return new Scores(request.digits(), List.copyOf(read));
    }

    private static int highest(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    /** Which models read a digit otherwise than it was named, and as what; empty where all agree or none has read it. */
    String misreadings(LabelledDigit digit) {
        Scores now = scores.get();
        int at = now == null ? -1 : now.digits().digits().indexOf(digit);
        return at < 0
                ? ""
                : now.scores().stream()
                        .filter(score -> score.answers()[at] != digit.label())
                        .map(score -> score.model() + " reads " + score.answers()[at])
                        .collect(Collectors.joining(", "));
    }

    /** Writes all as IDX files into a folder. */
    void export(Path folder) {
        DigitCollection now = digits.digitsProperty().get();
        background.run("Your digits could not be exported", () -> {
            DigitFile.export(now, folder);
            return () -> notice.set("Four gzipped IDX files under MNIST's names are in " + folder + ".");
        });
    }

    void dismiss() {
        notice.set("");
        digits.forgetDeleted();
    }

    MyDigits digits() {
        return digits;
    }

    /** Whether somebody looks at the digits: only then are they read. */
    BooleanProperty shownProperty() {
        return shown;
    }

    /** How the open models read the digits; null before they have. */
    ReadOnlyObjectProperty<Scores> scoresProperty() {
        return scores.getReadOnlyProperty();
    }

    /** What went wrong last; null for nothing. */
    ReadOnlyObjectProperty<Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    void dismissProblem() {
        problem.set(null);
    }

    /** What was done last, for people; empty for nothing. */
    ReadOnlyStringProperty noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    /** Tells of the digits as they change. */
    void onDigits(Consumer<DigitCollection> listener) {
        digits.digitsProperty().subscribe(listener);
    }
}
