package org.kanworkbench.app.train.opened;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.train.TrainViewModel;
import org.kanworkbench.app.train.run.Scores;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.data.ColumnScaling;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.files.model.ModelReader;
import org.kanworkbench.files.model.SavedModel;
import org.kanworkbench.files.peer.PresetNeededException;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.network.Preset;
import org.kanworkbench.training.Evaluation;
import org.kanworkbench.training.Evaluator;

/** The models that were opened from files: reads them, scores them, and asks which network a file holds that does not tell. */
public final class OpenedModels {

    private static final String UNREADABLE = "The model could not be opened";
    private static final String UNSCORED = "The model could not be evaluated";

    /** Which of the candidates' networks does the file hold? */
    record Question(Path file, List<Preset> candidates) {}

    private final TrainViewModel viewModel;
    private final Workspace workspace;
    private final BackgroundWork background;
    private final ObservableList<OpenedModel> models = FXCollections.observableArrayList();
    private final ObservableList<OpenedModel> readOnly = FXCollections.unmodifiableObservableList(models);
    private final ReadOnlyObjectWrapper<Question> question = new ReadOnlyObjectWrapper<>();
    /** Of files that were opened after the one that is asked about. */
    private final Deque<Question> waiting = new ArrayDeque<>();

    public OpenedModels(TrainViewModel viewModel, Workspace workspace, BackgroundWork background) {
        this.viewModel = viewModel;
        this.workspace = workspace;
        this.background = background;
    }

    /** Reads a model; a {@link #questionProperty() question} comes up if the file does not tell enough. */
    public void open(Path file) {
        reopen(file, () -> {});
    }

    /**
     * As above.
     *
     * @param atEnd happens in any case once it is read, before its model is open
     */
    public void reopen(Path file, Runnable atEnd) {
        read(file, Optional.empty(), atEnd);
    }

    /** Answers the question. */
    void answer(Preset preset) {
        Path file = question.get().file();
        question.set(waiting.poll());
        read(file, Optional.of(preset), () -> {});
    }

    /** Opens nothing after all. */
    void dismissQuestion() {
        question.set(waiting.poll());
    }

    private void read(Path file, Optional<Preset> preset, Runnable atEnd) {
        background.run(
                UNREADABLE,
                () -> {
                    try {
                        SavedModel saved = ModelReader.read(file, preset);
                        return () -> add(file, saved);
                    } catch (PresetNeededException e) {
                        return () -> ask(new Question(file, e.candidates()));
                    }
                },
                atEnd);
    }

    private void ask(Question asked) {
        if (question.get() == null) {
            question.set(asked);
        } else if (!asked.equals(question.get()) && !waiting.contains(asked)) {
            waiting.add(asked);
        }
    }

    private void add(Path file, SavedModel saved) {
        workspace.remember(file);
        Optional<OpenedModel> same = models.stream()
                .filter(model -> model.shared().file().filter(file::equals).isPresent())
                .filter(model -> model.saved().model().equals(saved.model()))
                .findFirst();
        if (same.isPresent()) {
            workspace.tell(same.get().name() + " is open already");
            return;
        }
        add(saved, ModelReader.title(file), Optional.of(file));
    }

    /** Opens a model that has been read, in all panes. */
    public void add(SavedModel saved, String name, Optional<Path> file) {
        OpenModel shared = workspace.open(name, saved.target(), image(saved), file);
        shared.describe(saved::with);
        shared.update(saved.model());
        models.add(new OpenedModel(saved, shared));
    }

    /** Other implementations' files tell no size; what takes as many inputs as a drawing has pixels is taken to see those. */
    private static Optional<ImageShape> image(SavedModel saved) {
        int side = DrawnDigit.SIDE;
        return saved.image()
                .or(() -> Optional.of(new ImageShape(side, side))
                        .filter(_ -> saved.model().network().inputs() == side * side));
    }

    /** Scores a model on the test examples of the data set that is chosen. */
    void evaluate(OpenedModel model) {
        Dataset dataset = viewModel.editor.datasetProperty().get();
        if (dataset == null || model.scoringProperty().get()) {
            return;
        }
        DataSource source = viewModel.editor.sourceProperty().get();
        int threads = viewModel.editor.threads.get();
        model.scoringProperty().set(true);
        background.run(
                UNSCORED,
                () -> {
                    Dataset asked = asked(model.saved(), source, dataset);
                    Scores scores = new Scores(
                            model.shared(),
                            asked,
                            score(model, asked, threads),
                            asked.test().size() > asked.train().size() ? "all of " + asked.name() : "the test set");
                    List<String> unknown = asked.unknownTo(model.saved().scaling());
                    return () -> {
                        model.scoresProperty().set(scores);
                        if (!unknown.isEmpty()) {
                            workspace.tell(asked.name() + ": " + ColumnScaling.unknown(unknown));
                        }
                        if (models.contains(model)
                                && dataset == viewModel.editor.datasetProperty().get()) {
                            viewModel.shown.show(scores);
                        }
                    };
                },
                () -> model.scoringProperty().set(false));
    }

    /** Of data that were not trained on, all; of a table what the model knows. */
    private static Dataset asked(SavedModel saved, DataSource source, Dataset loaded) throws DataException {
        return switch (source) {
            case DataSource.OwnDigits own -> own.toScore(saved.dataset());
            case DataSource.CsvFile table
            when saved.scaling().isPresent() ->
                table.forModel(saved.scaling().get(), saved.target()).toScore(saved.dataset());
            default -> loaded;
        };
    }

    private static Evaluation score(OpenedModel model, Dataset chosen, int threads) {
        Dataset dataset = model.saved().seen(chosen);
        NetworkSpec network = model.saved().model().network();
        if (network.inputs() != dataset.inputs() || network.outputs() != dataset.outputs()) {
            throw new IllegalArgumentException(model.name() + " is a network of " + network.shape() + " but "
                    + chosen.name() + " has " + chosen.shape() + ": choose the data that it was trained on");
        }
        return Evaluator.ofTest(
                model.saved().model(), dataset, model.saved().recipe().batch(), threads);
    }

    /** Takes a model away from all panes. */
    void close(OpenedModel model) {
        models.remove(model);
        workspace.close(model.shared());
        Scores shown = viewModel.shown.scoresProperty().get();
        if (shown != null && shown == model.scoresProperty().get()) {
            viewModel.shown.showScores();
        }
    }

    /** Oldest first. */
    ObservableList<OpenedModel> models() {
        return readOnly;
    }

    /** Null while there is nothing to ask. */
    ReadOnlyObjectProperty<Question> questionProperty() {
        return question.getReadOnlyProperty();
    }
}
