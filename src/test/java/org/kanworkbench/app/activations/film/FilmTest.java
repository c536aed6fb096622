package org.kanworkbench.app.activations.film;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.activations.ActivationsViewModel;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.app.work.Threads;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.InitialModel;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.network.Model;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

class FilmTest {

    private final List<String> told = new ArrayList<>();

    private static final int FRAMES = 3;

    @TempDir
    private Path folder;

    private final Workspace workspace = new Workspace();
    private ActivationsViewModel viewModel;
    private OpenModel model;

    @BeforeEach
    void openRun() {
        viewModel = new ActivationsViewModel(workspace, new Threads(Runnable::run, Runnable::run));
        viewModel.inView.set(true);
        List<Snapshot> snapshots = IntStream.range(0, FRAMES)
                .mapToObj(i -> new Snapshot(i, i, weights(i), OptionalDouble.empty()))
                .toList();
        model = workspace.open("net", new Target.Classes(List.of("a", "b", "c")), Optional.empty());
        model.remember(snapshots);
        model.update(snapshots.getLast().model());
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private static Model weights(long seed) {
        return InitialModel.of("kal-net", 6, List.of(8), 3, seed);
    }

    private static BufferedImage frame(Color colour) {
        BufferedImage image = new BufferedImage(8, 4, BufferedImage.TYPE_INT_ARGB);
        Graphics g = image.getGraphics();
        g.setColor(colour);
        g.fillRect(0, 0, 8, 4);
        return image;
    }

    /** A frame that tells by its colour which snapshot was shown when it was taken. */
    private BufferedImage camera() {
        int at = model.snapshotsProperty()
                .get()
                .indexOf(viewModel.snapshotProperty().get());
        return frame(List.of(Color.RED, Color.GREEN, Color.BLUE).get(at));
    }

    @Test
    void a_moment_shows_the_network_as_it_was_and_the_newest_weights_come_back() {
        viewModel.selection.inspect(2);
        float[] newest = viewModel.inspectionProperty().get().values();

        viewModel.showSnapshot(model.snapshotsProperty().get().getFirst());
        assertThat(viewModel.inspectionProperty().get().values()).isNotEqualTo(newest);
        assertThat(viewModel.pinnedCurves.getFirst().function().values())
                .as("pinned curves go back as well")
                .isEqualTo(viewModel.inspectionProperty().get().values());
        assertThat(viewModel.shownProperty().get())
                .isSameAs(model.snapshotsProperty().get().getFirst().model());

        model.update(weights(9));
        assertThat(viewModel.shownProperty().get())
                .as("new weights do not disturb a look back")
                .isSameAs(model.snapshotsProperty().get().getFirst().model());

        viewModel.showSnapshot(null);
        assertThat(viewModel.shownProperty().get())
                .isSameAs(model.modelProperty().get());
    }

    @Test
    void a_gif_holds_every_moment_in_order_and_its_pace() throws Exception {
        Path file = folder.resolve("film.gif");
        FilmRecorder recorder =
                new FilmRecorder(viewModel, new Threads(Runnable::run, Runnable::run), this::camera, told::add);

        recorder.record(Film.gif(file, 15), file.toString());

        assertThat(recorder.jobProperty().get()).isNull();
        assertThat(told).singleElement().asString().endsWith(file.toString());
        assertThat(viewModel.snapshotProperty().get()).isNull();
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            assertThat(reader.getNumImages(true)).isEqualTo(FRAMES);
            assertThat(new Color(reader.read(0).getRGB(1, 1))).isEqualTo(Color.RED);
            assertThat(new Color(reader.read(1).getRGB(1, 1))).isEqualTo(Color.GREEN);
            assertThat(new Color(reader.read(2).getRGB(1, 1))).isEqualTo(Color.BLUE);
            Node root = reader.getImageMetadata(1).getAsTree("javax_imageio_gif_image_1.0");
            Element control = (Element) ((Element) root)
                    .getElementsByTagName("GraphicControlExtension")
                    .item(0);
            assertThat(control.getAttribute("delayTime")).isEqualTo("15");
        } finally {
            reader.dispose();
        }
    }

    @Test
    void numbered_pictures_lie_in_a_folder() {
        new FilmRecorder(viewModel, new Threads(Runnable::run, Runnable::run), this::camera, told::add)
                .record(Film.pictures(folder), folder.toString());

        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder("activations-001.png", "activations-002.png", "activations-003.png");
    }

    @Test
    void a_film_begins_also_where_its_first_moment_is_shown_as_changed_by_hand() {
        viewModel.snapshotProperty().addListener(_ -> viewModel.edit(null));
        viewModel.showSnapshot(model.snapshotsProperty().get().getFirst());
        viewModel.edit(weights(5));

        new FilmRecorder(viewModel, new Threads(Runnable::run, Runnable::run), this::camera, told::add)
                .record(Film.pictures(folder), folder.toString());

        assertThat(folder.toFile().list()).hasSize(FRAMES);
    }

    @Test
    void a_film_ends_where_something_is_changed_by_hand() {
        FilmRecorder recorder =
                new FilmRecorder(viewModel, new Threads(Runnable::run, _ -> {}), this::camera, told::add);
        recorder.record(Film.pictures(folder), folder.toString());
        assertThat(recorder.jobProperty().get()).isNotNull();

        viewModel.edit(weights(7));

        assertThat(recorder.jobProperty().get()).isNull();
        assertThat(told).containsExactly("Training animation cancelled.");
        assertThat(viewModel.isEdited()).isTrue();
    }

    @Test
    void a_film_that_cannot_be_written_says_so_in_one_line() throws Exception {
        FilmRecorder recorder =
                new FilmRecorder(viewModel, new Threads(Runnable::run, Runnable::run), this::camera, told::add);

        recorder.record(Film.gif(folder.resolve("missing").resolve("film.gif"), 15), "film.gif");

        assertThat(recorder.jobProperty().get()).isNull();
        assertThat(viewModel.problem.get().details()).contains("film.gif").doesNotContain("\n");
    }

    /** Frames take a while to write: who cancels mostly does so during one. */
    @Test
    void a_film_that_is_cancelled_is_closed_after_its_last_frame_and_tells_no_error() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        AtomicBoolean closed = new AtomicBoolean();
        Film film = new Film() {
            @Override
            public void add(BufferedImage frame) throws IOException {
                begun.countDown();
                try {
                    goesOn.await();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
                if (closed.get()) {
                    throw new IOException("the file is closed");
                }
            }

            @Override
            public void finish() {}

            @Override
            public void close() {
                closed.set(true);
            }
        };
        List<Thread> threads = new ArrayList<>();
        FilmRecorder recorder = new FilmRecorder(
                viewModel,
                new Threads(task -> threads.add(Thread.startVirtualThread(task)), Runnable::run),
                this::camera,
                told::add);

        recorder.record(film, "film.gif");
        begun.await();
        recorder.cancel();
        while (threads.getLast().getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
        goesOn.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(closed).isTrue();
        assertThat(told).containsExactly("Training animation cancelled.");
        assertThat(viewModel.problem.get()).isNull();
    }

    @Test
    void a_long_run_is_thinned_and_keeps_its_ends() {
        List<Snapshot> many = IntStream.range(0, 1000)
                .mapToObj(i -> new Snapshot(i, i, null, OptionalDouble.empty()))
                .toList();

        List<Snapshot> thinned = FilmRecorder.thinned(many);

        assertThat(thinned).hasSize(FilmRecorder.MOST_FRAMES).doesNotHaveDuplicates();
        assertThat(thinned.getFirst()).isSameAs(many.getFirst());
        assertThat(thinned.getLast()).isSameAs(many.getLast());
    }
}
