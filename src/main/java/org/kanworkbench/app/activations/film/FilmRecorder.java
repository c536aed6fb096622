package org.kanworkbench.app.activations.film;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.kanworkbench.app.activations.ActivationsViewModel;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.work.BackgroundWork;
import org.kanworkbench.app.work.Job;
import org.kanworkbench.app.work.Problem;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;

/**
 * Records a film of a run: shows its snapshots one by one, takes a picture of each as soon as everything shown is of
 * that snapshot, and passes it to a background thread. Use on the interface thread only.
 */
public final class FilmRecorder {

    /** Maximum number of snapshots in a film: more are thinned evenly. */
    static final int MOST_FRAMES = 120;

    private final ActivationsViewModel viewModel;
    private final BackgroundWork background;
    private final Threads threads;
    private final Supplier<BufferedImage> camera;
    private final Consumer<String> tell;
    private final ReadOnlyObjectWrapper<Job> job = new ReadOnlyObjectWrapper<>();
    private final InvalidationListener computed = _ -> shoot();
    private Film film;
    /** The destination, for display. */
    private String where;

    private OpenModel model;
    private List<Snapshot> script = List.of();
    private int next;
    private boolean developing;

    /**
     * @param camera takes a screenshot
     * @param tell receives the outcome of a film as a sentence
     */
    public FilmRecorder(
            ActivationsViewModel viewModel, Threads threads, Supplier<BufferedImage> camera, Consumer<String> tell) {
        this.tell = tell;
        this.viewModel = viewModel;
        this.background = new BackgroundWork(threads, _ -> {});
        this.threads = threads;
        this.camera = camera;
        viewModel.shownProperty().addListener(computed);
        viewModel.chosen.addListener(_ -> cancel());
        viewModel.inView.addListener(_ -> cancel());
        // What is changed by hand stays in view, so that no further snapshot comes.
        viewModel.editedProperty().addListener((_, _, edited) -> {
            if (edited != null) {
                cancel();
            }
        });
    }

    /** Null while not recording. */
    public ReadOnlyObjectProperty<Job> jobProperty() {
        return job.getReadOnlyProperty();
    }

    /**
     * Starts recording, unless one is in progress or there is nothing to record.
     *
     * @param to destination, for display
     */
    public void record(Film newFilm, String to) {
        OpenModel chosen = viewModel.chosen.get();
        if (film != null || chosen == null || chosen.snapshotsProperty().get().isEmpty()) {
            return;
        }
        model = chosen;
        film = newFilm;
        where = to;
        script = thinned(model.snapshotsProperty().get());
        next = 0;
        developing = false;
        // What was changed by hand is discarded, also where it is the first snapshot that was changed and is shown.
        viewModel.showSnapshot(null);
        show();
    }

    static List<Snapshot> thinned(List<Snapshot> snapshots) {
        int count = Math.min(MOST_FRAMES, snapshots.size());
        return IntStream.range(0, count)
                .mapToObj(i -> snapshots.get(count == 1 ? 0 : (int) ((long) i * (snapshots.size() - 1) / (count - 1))))
                .toList();
    }

    private void show() {
        job.set(new Job("animation · frame " + (next + 1) + " of " + script.size(), (double) next / script.size()));
        viewModel.showSnapshot(script.get(next));
        shoot();
    }

    private void shoot() {
        if (film == null
                || developing
                || viewModel.shownProperty().get() != script.get(next).model()) {
            return;
        }
        developing = true;
        Film into = film;
        // Later, when all listeners of the same change have shown it.
        threads.ui().execute(() -> {
            if (film == into) {
                develop(into, camera.get());
            }
        });
    }

    private void develop(Film into, BufferedImage frame) {
        boolean last = next == script.size() - 1;
        background.run(
                () -> {
                    synchronized (into) {
                        into.add(frame);
                        if (last) {
                            into.finish();
                        }
                    }
                    return () -> developed(into, last);
                },
                reason -> {
                    // Of a film that was cancelled nobody wants to know.
                    if (film == into) {
                        viewModel.problem.set(new Problem("The training animation could not be written", reason));
                        end(into);
                    }
                });
    }

    private void developed(Film done, boolean last) {
        if (film != done) {
            return;
        }
        developing = false;
        if (last) {
            tell.accept("Training animation saved, " + script.size() + " frames: " + where);
            end(done);
        } else {
            next++;
            show();
        }
    }

    /** Stops; an unfinished GIF is not written. */
    public void cancel() {
        if (film != null) {
            tell.accept("Training animation cancelled.");
            end(film);
        }
    }

    private void end(Film ended) {
        if (film != ended) {
            return;
        }
        film = null;
        job.set(null);
        if (viewModel.chosen.get() == model && !viewModel.isEdited()) {
            viewModel.showSnapshot(null);
        }
        // Its content was in memory only.
        background.attempt(() -> {
            synchronized (ended) {
                ended.close();
            }
            return () -> {};
        });
    }
}
