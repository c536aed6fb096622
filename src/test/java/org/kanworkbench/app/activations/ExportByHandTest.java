package org.kanworkbench.app.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.PaneWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.controls.ErrorCard;
import org.kanworkbench.app.controls.OneFile;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.models.StoredModels;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.data.Dataset.ImageShape;
import org.kanworkbench.data.Target;
import org.kanworkbench.engine.InitialModel;
import org.kanworkbench.explain.SnapshotSeries.Snapshot;
import org.kanworkbench.network.Model;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

/** Takes pictures, curves and films out of the real window through its menu. */
@ExtendWith(WindowExtension.class)
class ExportByHandTest {

    private static final int SNAPSHOTS = 3;

    @TempDir
    private Path folder;

    private record NoModels() implements StoredModels {

        @Override
        public ObservableList<Choice> newest() {
            return FXCollections.emptyObservableList();
        }

        @Override
        public void open(long run) {}
    }

    private final Workspace workspace = new Workspace();
    private final OneFile file = new OneFile();

    @Start
    void start(Stage stage) {
        workspace.askForFilesBy(file);
        PaneWindow.open(stage, workspace, _ -> new ActivationsPane(workspace, _ -> {}, new NoModels()));
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private void open(FxRobot robot, int snapshots) {
        robot.interact(() -> {
            List<Snapshot> run = IntStream.range(0, snapshots)
                    .mapToObj(seed -> new Snapshot(
                            seed, seed, InitialModel.of("kal-net", 2, List.of(4), 2, seed + 1), OptionalDouble.empty()))
                    .toList();
            OpenModel net = workspace.open("net", new Target.Classes(List.of("a", "b")), Optional.empty());
            net.remember(snapshots > 1 ? run : List.of());
            net.update(run.getLast().model());
        });
        await(() -> text(robot, "#edge-title").contains("→"));
    }

    /** Opens the menu with the mouse; its items are chosen as they are in it, since a submenu's place on screen is the platform's affair. */
    private void export(FxRobot robot, String what, String how) {
        MenuButton menu = robot.lookup("#activations-export").queryAs(MenuButton.class);
        robot.clickOn(menu);
        await(menu::isShowing);
        robot.interact(() -> {
            Menu kinds = (Menu) named(menu.getItems(), what);
            named(kinds.getItems(), how).fire();
            menu.hide();
        });
    }

    private static MenuItem named(List<MenuItem> items, String text) {
        return items.stream()
                .filter(item -> text.equals(item.getText()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_film_becomes_an_animated_gif_with_a_picture_of_every_moment(FxRobot robot) throws IOException {
        open(robot, SNAPSHOTS);
        Path gif = folder.resolve("run.gif");
        file.choose(gif);

        export(robot, "Training animation", "As animated GIF…");

        await(() -> Files.exists(gif));
        List<BufferedImage> frames = frames(gif);
        assertThat(frames).hasSize(SNAPSHOTS);
        assertThat(pixels(frames.get(0))).isNotEqualTo(pixels(frames.get(1)));
        assertThat(pixels(frames.get(1))).isNotEqualTo(pixels(frames.get(2)));
        await(() -> text(robot, "#timeline-position").endsWith("newest"));
    }

    @Test
    void a_film_becomes_numbered_pictures_in_a_folder(FxRobot robot) throws IOException {
        open(robot, SNAPSHOTS);
        file.choose(folder);

        export(robot, "Training animation", "As numbered PNGs…");

        Path pictures = folder.resolve("activations");
        await(() -> Files.exists(pictures.resolve("activations-003.png")));
        await(() -> text(robot, "#timeline-position").endsWith("newest"));
        BufferedImage first =
                ImageIO.read(pictures.resolve("activations-001.png").toFile());
        BufferedImage last =
                ImageIO.read(pictures.resolve("activations-003.png").toFile());
        assertThat(last.getWidth()).isEqualTo(first.getWidth()).isGreaterThan(300);
        assertThat(pixels(last)).isNotEqualTo(pixels(first));
    }

    @Test
    void a_film_into_a_folder_that_is_gone_says_so_and_the_pane_goes_on(FxRobot robot) {
        open(robot, SNAPSHOTS);
        file.choose(folder.resolve("gone").resolve("run.gif"));

        export(robot, "Training animation", "As animated GIF…");

        ErrorCard card = robot.lookup("#activations-error").queryAs(ErrorCard.class);
        await(card::isVisible);
        assertThat(text(robot, "#activations-error .error-message"))
                .contains("run.gif")
                .doesNotContain("\n");
        await(() -> text(robot, "#timeline-position").endsWith("newest"));
    }

    @Test
    void pictures_and_curves_come_out_as_png_svg_and_csv(FxRobot robot) throws IOException {
        open(robot, SNAPSHOTS);
        Path png = folder.resolve("network.png");
        file.choose(png);
        export(robot, "Network", "As PNG…");
        await(() -> Files.exists(png));
        BufferedImage picture = ImageIO.read(png.toFile());
        assertThat(picture.getRGB(0, 0) >>> 24).as("opaque").isEqualTo(0xff);

        Path svg = folder.resolve("coefficients.svg");
        file.choose(svg);
        export(robot, "Coefficients", "As SVG…");
        await(() -> Files.exists(svg));
        assertThat(Files.readString(svg)).startsWith("<svg").contains("base", "P₃");

        Path csv = folder.resolve("edge.csv");
        file.choose(csv);
        export(robot, "Edge", "As CSV…");
        await(() -> Files.exists(csv));
        assertThat(Files.readAllLines(csv).getFirst()).isEqualTo("x,base,P₁,P₂,P₃,x2 → h3");
    }

    @Test
    void a_run_without_moments_has_pictures_but_no_film(FxRobot robot) {
        open(robot, 1);
        assertThat(robot.lookup("#timeline-none").query().isVisible()).isTrue();

        robot.clickOn("#activations-export");

        assertThat(robot.lookup("#activations-export").queryAs(MenuButton.class).getItems())
                .extracting(MenuItem::getText)
                .containsExactly("Network", "Edge", "Coefficients");
    }

    @Test
    void a_view_that_is_computed_after_its_snapshot_is_not_filmed(FxRobot robot) {
        robot.interact(() -> {
            OpenModel net = workspace.open(
                    "net", new Target.Classes(List.of("T-shirt", "T-dress")), Optional.of(new ImageShape(2, 2)));
            Model weights = InitialModel.of("kal-net", 4, List.of(4), 2, 1);
            net.remember(List.of(
                    new Snapshot(0, 0, weights, OptionalDouble.empty()),
                    new Snapshot(1, 1, weights, OptionalDouble.empty())));
            net.update(weights);
        });
        await(() -> text(robot, "#edge-title").contains("→"));
        robot.interact(() -> workspace.explained.set(new float[4]));
        await(() -> text(robot, "#attribution-sentence").contains("predicts T-"));
        robot.clickOn("#activations-export");

        assertThat(robot.lookup("#activations-export").queryAs(MenuButton.class).getItems())
                .extracting(MenuItem::getText)
                .doesNotContain("Training animation")
                .contains("Edge");
    }

    private static List<BufferedImage> frames(Path gif) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(gif.toFile())) {
            reader.setInput(in);
            List<BufferedImage> frames = new ArrayList<>();
            for (int i = 0; i < reader.getNumImages(true); i++) {
                frames.add(reader.read(i));
            }
            return frames;
        } finally {
            reader.dispose();
        }
    }

    private static int pixels(BufferedImage image) {
        return Arrays.hashCode(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()));
    }
}
