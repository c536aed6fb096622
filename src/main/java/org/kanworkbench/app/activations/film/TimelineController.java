package org.kanworkbench.app.activations.film;

import java.util.List;
import java.util.Locale;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.HBox;
import javafx.util.Duration;
import org.kanworkbench.app.activations.ActivationsViewModel;
import org.kanworkbench.app.controls.setting.Labels;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.work.Job;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.training.Measure;
import org.kanworkbench.training.ScoreText;
import org.kordamp.ikonli.javafx.FontIcon;

/** Binds the timeline at the bottom of the pane, which navigates a run's snapshots, to the view model. */
public final class TimelineController {

    private static final String NEWEST = " · newest";
    private static final List<Integer> SPEEDS = List.of(2, 5, 10, 20);
    private static final int USUAL_SPEED = 5;

    private final ActivationsViewModel viewModel;
    private final ReadOnlyObjectProperty<Job> filming;
    private final Timeline clock = new Timeline();

    @FXML
    private HBox bar;

    @FXML
    private HBox controls;

    @FXML
    private Label none;

    @FXML
    private FontIcon playIcon;

    @FXML
    private Slider slider;

    @FXML
    private Label position;

    @FXML
    private ComboBox<Integer> speed;

    @FXML
    private Button live;

    private List<Snapshot> snapshots = List.of();
    private boolean showing;

    /** @param filming while there is one, a film goes through the snapshots */
    public TimelineController(ActivationsViewModel viewModel, ReadOnlyObjectProperty<Job> filming) {
        this.viewModel = viewModel;
        this.filming = filming;
    }

    @FXML
    private void initialize() {
        viewModel.chosen.addListener(_ -> clock.stop());
        viewModel.chosen.flatMap(OpenModel::snapshotsProperty).orElse(List.of()).subscribe(this::use);
        viewModel.snapshotProperty().subscribe(this::showPosition);
        viewModel.editedProperty().addListener((_, was, is) -> {
            if (is == null) {
                showPosition();
            } else if (was == null) {
                clock.pause();
                // The score is that of the weights before.
                position.setText(position.getText().split(" · ", 2)[0] + " · changed by hand");
            }
        });
        slider.valueProperty().addListener(_ -> {
            if (!showing && !snapshots.isEmpty()) {
                show((int) Math.round(slider.getValue()));
            }
        });
        bar.visibleProperty()
                .bind(viewModel
                        .chosen
                        .flatMap(OpenModel::modelProperty)
                        .map(_ -> true)
                        .orElse(false));
        controls.disableProperty().bind(filming.isNotNull());
        filming.addListener(_ -> clock.pause());
        none.visibleProperty().bind(controls.visibleProperty().not());
        live.disableProperty().bind(viewModel.snapshotProperty().isNull());
        speed.getItems().setAll(SPEEDS);
        speed.setValue(USUAL_SPEED);
        speed.setConverter(Labels.of(count -> count + " /s"));
        speed.valueProperty().addListener(_ -> setClock());
        clock.setCycleCount(Animation.INDEFINITE);
        setClock();
        clock.statusProperty()
                .subscribe(status ->
                        playIcon.setIconLiteral(status == Animation.Status.RUNNING ? "mdi2p-pause" : "mdi2p-play"));
        viewModel.inView.subscribe(seen -> {
            if (!seen) {
                clock.pause();
            }
        });
    }

    private void setClock() {
        boolean running = clock.getStatus() == Animation.Status.RUNNING;
        clock.stop();
        clock.getKeyFrames().setAll(new KeyFrame(Duration.seconds(1.0 / speed.getValue()), _ -> advance()));
        if (running) {
            clock.play();
        }
    }

    private void use(List<Snapshot> list) {
        snapshots = list;
        controls.setVisible(snapshots.size() > 1);
        if (snapshots.size() <= 1) {
            clock.stop();
        }
        showPosition();
    }

    /** Index of the shown snapshot; the last while the newest weights are followed. */
    private int index() {
        for (int i = 0; i < snapshots.size(); i++) {
            if (snapshots.get(i) == viewModel.snapshotProperty().get()) {
                return i;
            }
        }
        return snapshots.size() - 1;
    }

    private void showPosition() {
        // What was changed stays in view, whatever a run comes to meanwhile.
        // When the last model closes, its snapshots are still here for a moment.
        if (snapshots.isEmpty() || viewModel.chosen.get() == null || viewModel.isEdited()) {
            return;
        }
        showing = true;
        slider.setMax(snapshots.size() - 1.0);
        slider.setValue(index());
        showing = false;
        Snapshot at = snapshots.get(index());
        position.setText(String.format(Locale.ROOT, "epoch %.2f", at.epoch())
                + (at.score().isPresent()
                        ? " · " + ScoreText.name(measure()) + " " + ScoreText.of(measure(), at.score())
                        : "")
                + (viewModel.snapshotProperty().get() == null ? NEWEST : ""));
    }

    private Measure measure() {
        return Measure.of(viewModel.chosen.get().target().loss());
    }

    private void show(int index) {
        viewModel.showSnapshot(snapshots.get(Math.clamp(index, 0, snapshots.size() - 1)));
    }

    private void advance() {
        // Waits for a step that takes longer to compute than to show.
        Snapshot now = viewModel.snapshotProperty().get();
        if (now != null && viewModel.shownProperty().get() != now.model() && !viewModel.isEdited()) {
            return;
        }
        int next = index() + 1;
        if (next >= snapshots.size()) {
            clock.pause();
        } else {
            show(next);
        }
    }

    @FXML
    private void first() {
        show(0);
    }

    @FXML
    private void togglePlay() {
        if (clock.getStatus() == Animation.Status.RUNNING) {
            clock.pause();
        } else {
            if (index() == snapshots.size() - 1) {
                show(0);
            }
            clock.play();
        }
    }

    @FXML
    private void newest() {
        clock.pause();
        viewModel.showSnapshot(null);
    }
}
