package org.kanworkbench.app.draw;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.kanworkbench.app.draw.reading.Classifier;
import org.kanworkbench.app.draw.reading.ModelColumn;
import org.kanworkbench.app.draw.reading.Reader;
import org.kanworkbench.app.draw.reading.WarmClassifiers;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.MyDigits;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DigitCollection;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.data.source.LabelledDigit;
import org.kanworkbench.engine.Inference;
import org.kanworkbench.files.DigitFile;

/** The user's digits, and the open models' predictions for them. Use on the interface thread only. */
final class OwnDigitsViewModel {

    private static final int PIXELS = DrawnDigit.SIDE * DrawnDigit.SIDE;

    /**
     * Which of the digits every model reads as they were named, in the models' order.
     *
     * @param taught the models that were trained on digits of the user's
     */
    private record Request(DigitCollection digits, Map<Reader, Reader.State> readers, Set<Reader> taught) {}

    /**
     * The digits that a model was trained on.
     *
     * @param right how many it reads as they were named
     * @param exact whether these are all; else there are no more than these, as its training data are known by name only
     */
    record Seen(int digits, int right, boolean exact) {}

    /**
     * How one model reads the digits.
     *
     * @param right how many as they were named
     * @param answers what it reads, digit by digit
     * @param seen those of them that it was trained on
     */
    record Score(Reader model, int right, int[] answers, Seen seen) {

        /** For instance {@code My digits: 9 of 10 (90.0 %), trained on 8 of them; unseen: 1 of 2}. */
        String text() {
            if (answers.length == 0) {
                return "";
            }
            String all = String.format(
                    Locale.ROOT,
                    "My digits: %,d of %,d (%.1f\u00a0%%)",
                    right,
                    answers.length,
                    100.0 * right / answers.length);
            int unseen = answers.length - seen.digits();
            return all
                    + (seen.digits() == 0
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    seen.exact() ? ", trained on %,d of them" : ", trained on up to %,d of them",
                                    seen.digits()))
                    + (seen.digits() == 0 || unseen == 0
                            ? ""
                            : String.format(Locale.ROOT, "; unseen: %,d of %,d", right - seen.right(), unseen));
        }
    }

    /** A model that reads a digit otherwise than it was named. */
    record Misreading(Reader model, int answer) {}

    /** All scores of a collection. */
    record Scores(DigitCollection digits, List<Score> scores) {}

    final MyDigits digits;
    private final ObservableList<ModelColumn> columns;
    private final NewestFirst<Request, Scores> reader;
    private final BackgroundWork background;
    /** Whether somebody looks at the digits: only then are they read. */
    final BooleanProperty shown = new SimpleBooleanProperty();
    /** Whether their pane is in front: new weights wait for that. */
    final BooleanProperty inView = new SimpleBooleanProperty(true);
    /** Whether there were new weights meanwhile. */
    private boolean stale;

    private final ReadOnlyObjectWrapper<Scores> scores = new ReadOnlyObjectWrapper<>();
    /** The last error; null for none. */
    final ObjectProperty<Problem> problem = new SimpleObjectProperty<>();

    private final Consumer<String> tell;
    private final InvalidationListener changed = _ -> score();
    private final WeakInvalidationListener weakChanged = new WeakInvalidationListener(changed);
    private final InvalidationListener newWeights = _ -> takeNewWeights();
    private final WeakInvalidationListener weakNewWeights = new WeakInvalidationListener(newWeights);

    // Used by the one thread that reads.
    private final WarmClassifiers warm;

    /**
     * @param columns the models that read drawings
     * @param tell receives success messages
     */
    OwnDigitsViewModel(
            MyDigits digits,
            ObservableList<ModelColumn> columns,
            Threads threads,
            Function<Reader.State, Classifier> classifiers,
            Consumer<String> tell) {
        this.tell = tell;
        this.digits = digits;
        this.columns = columns;
        this.warm = new WarmClassifiers(classifiers);
        this.background = new BackgroundWork(threads, problem);
        reader = new NewestFirst<>(
                threads, this::read, (_, newest) -> show(newest), problem, "Your digits could not be read");
        digits.digitsProperty().addListener(weakChanged);
        digits.problemProperty().subscribe(problem::set);
        shown.addListener(changed);
        inView.addListener(_ -> {
            if (stale) {
                takeNewWeights();
            }
        });
        columns.forEach(this::follow);
        columns.addListener((ListChangeListener<ModelColumn>) change -> {
            while (change.next()) {
                change.getAddedSubList().forEach(this::follow);
            }
            score();
        });
    }

    private void follow(ModelColumn column) {
        if (column.reader.open() instanceof OpenModel open) {
            open.modelProperty().addListener(weakNewWeights);
        }
    }

    private void takeNewWeights() {
        stale = !inView.get();
        if (!stale) {
            score();
        }
    }

    private void score() {
        if (!shown.get()) {
            show(null);
            // Networks that were closed meanwhile are let go.
            reader.submit(new Request(digits.digitsProperty().get(), Map.of(), Set.of()));
            return;
        }
        Map<Reader, Reader.State> readers = new LinkedHashMap<>();
        columns.stream()
                .map(column -> column.reader)
                .filter(Reader::readsDigits)
                .forEach(each -> each.state().ifPresent(state -> readers.put(each, state)));
        Set<Reader> taught = readers.keySet().stream()
                .filter(each -> DigitCollection.isIn(each.trainedOn()))
                .collect(Collectors.toSet());
        reader.submit(new Request(digits.digitsProperty().get(), readers, taught));
    }

    private void show(Scores newest) {
        Scores now = shown.get() ? newest : null;
        scores.set(now);
        for (ModelColumn column : columns) {
            column.showScore(
                    now == null
                            ? ""
                            : now.scores().stream()
                                    .filter(score -> score.model().equals(column.reader))
                                    .map(Score::text)
                                    .findFirst()
                                    .orElse(""));
        }
    }

    private Scores read(Request request) {
        warm.forgetAllBut(request.readers().keySet());
        List<Score> read = new ArrayList<>();
        request.readers().forEach((reader, state) -> {
            try {
                read.add(score(reader, state, request));
            } catch (IllegalArgumentException | IllegalStateException _) {
                // Its column says why it reads nothing; the others have their scores.
            }
        });
        return new Scores(request.digits(), List.copyOf(read));
    }

    private Score score(Reader reader, Reader.State state, Request request) {
        Classifier classifier = warm.of(reader, state, _ -> {});
        float[] x = new float[PIXELS];
        float[] logits = new float[state.outputs()];
        int[] answers = new int[request.digits().digits().size()];
        int right = 0;
        Optional<Dataset> dataset = dataset(reader);
        Predicate<LabelledDigit> trainedOn = request.taught().contains(reader) ? trainedOn(dataset) : _ -> false;
        int seen = 0;
        int seenRight = 0;
        for (int i = 0; i < answers.length; i++) {
            LabelledDigit digit = request.digits().digits().get(i);
            ByteFeatures.pixels(digit.digit().pixels(), PIXELS).copyRow(0, x, 0);
            classifier.classify(x, logits);
            for (float logit : logits) {
                if (!Float.isFinite(logit)) {
                    throw new IllegalArgumentException("its predictions are not finite");
                }
            }
            answers[i] = Inference.largest(logits, 0, logits.length);
            int one = answers[i] == digit.label() ? 1 : 0;
            right += one;
            if (trainedOn.test(digit)) {
                seen++;
                seenRight += one;
            }
        }
        return new Score(reader, right, answers, new Seen(seen, seenRight, dataset.isPresent()));
    }

    /** What a model is trained on, where that is at hand: of those from files and of the store it is not. */
    private static Optional<Dataset> dataset(Reader reader) {
        return reader.open() instanceof OpenModel open ? open.dataset() : Optional.empty();
    }

    /** Where the data are not at hand, all that are not for testing, as digits stay for as long as they are there. */
    private static Predicate<LabelledDigit> trainedOn(Optional<Dataset> dataset) {
        return dataset.map(DigitCollection::trainedOn)
                .<Predicate<LabelledDigit>>map(drawn -> digit -> drawn.contains(digit.digit()))
                .orElse(digit -> !digit.forTest());
    }

    /** Which models that were trained on digits read one otherwise than it was named; empty also where none has read it. */
    List<Misreading> misreadings(LabelledDigit digit) {
        Scores now = scores.get();
        int at = now == null ? -1 : now.digits().digits().indexOf(digit);
        return at < 0
                ? List.of()
                : now.scores().stream()
                        .filter(score -> score.answers()[at] != digit.label())
                        .map(score -> new Misreading(score.model(), score.answers()[at]))
                        .toList();
    }

    /** Corrects what a digit was named. */
    void relabel(LabelledDigit digit, int label) {
        digits.name(() -> Optional.of(digit.digit()), label);
    }

    /** Writes all as IDX files into a folder. */
    void export(Path folder) {
        DigitCollection now = digits.digitsProperty().get();
        background.run("Your digits could not be exported", () -> {
            DigitFile.export(now, folder);
            return () -> tell.accept("My digits exported as four IDX files: " + folder);
        });
    }

    /** How the open models read the digits; null before they have. */
    ReadOnlyObjectProperty<Scores> scoresProperty() {
        return scores.getReadOnlyProperty();
    }
}
