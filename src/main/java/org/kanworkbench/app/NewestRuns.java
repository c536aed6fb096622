package org.kanworkbench.app;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.kanworkbench.app.models.StoredModels;
import org.kanworkbench.app.session.RunLibrary;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.NewestFirst;
import org.kanworkbench.data.source.DrawnDigit;
import org.kanworkbench.files.model.ConfigurationText;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.runs.store.RunStore;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;

/** The newest training runs of the store that have a model. */
final class NewestRuns implements StoredModels {

    private static final int MOST = 5;

    /** Kinds of data, as a configuration names them, whose images are drawings' size; other images may be. */
    private static final Set<String> DIGITS = Set.of("mnist", "idx", "own-digits");

    private static final String PIXELS = String.valueOf(DrawnDigit.SHAPE.values());

    /** Of which those without a model are left out, and trials of searches while there are others. */
    private static final int READ = 200;

    private final ObservableList<Choice> newest = FXCollections.observableArrayList();
    private final LongConsumer opening;

    /** @param opening opens a run by its number */
    NewestRuns(Workspace workspace, LongConsumer opening) {
        this.opening = opening;
        NewestFirst<RunStore, List<Choice>> reading =
                new NewestFirst<>(workspace.threads(), NewestRuns::read, (_, runs) -> newest.setAll(runs), _ -> {});
        RunLibrary library = workspace.library;
        Runnable read = () -> {
            boolean waits = workspace.session.reopening.get();
            if (library.storeProperty().get() != null && workspace.models().isEmpty() && !waits) {
                reading.submit(library.storeProperty().get());
            }
        };
        workspace.session.reopening.addListener(_ -> read.run());
        library.storeProperty().addListener(_ -> read.run());
        library.revisionProperty().addListener(_ -> read.run());
        workspace.models().subscribe(read);
    }

    private static List<Choice> read(RunStore store) {
        try {
            return store
                    .list(RunQuery.NEWEST.withKinds(List.of(RunKind.TRAINING)).page(0, READ))
                    .stream()
                    .filter(run -> run.lastScore().isPresent() && run.state() != RunState.FAILED)
                    .sorted(Comparator.comparing(StoredRun::ofSearch))
                    .limit(MOST)
                    .map(run -> new Choice(run.id(), text(run), ofDrawings(run)))
                    .toList();
        } catch (StoreException _) {
            // Runs tells of it.
            return List.of();
        }
    }

    private static boolean ofDrawings(StoredRun run) {
        Map<String, String> fields = ConfigurationText.fields(run.description().configuration());
        String kind = fields.getOrDefault("data.kind", "");
        return DIGITS.contains(kind) || kind.equals("images") && PIXELS.equals(fields.get("network.layers[0].inputs"));
    }

    private static String text(StoredRun run) {
        return run.shownTitle() + " #" + run.id() + " · " + run.description().dataset()
                + ", "
                // Its weights are from before the last score.
                + (run.state() == RunState.INTERRUPTED ? "interrupted, last score " : "")
                + (run.untested() ? "validation " : "")
                + (run.measure() == Measure.RMSE ? ScoreText.name(run.measure()) + " " : "")
                + ScoreText.of(run.measure(), run.lastScore());
    }

    @Override
    public ObservableList<Choice> newest() {
        return newest;
    }

    @Override
    public void open(long run) {
        opening.accept(run);
    }
}
