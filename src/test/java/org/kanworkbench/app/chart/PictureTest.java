package org.kanworkbench.app.chart;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import atlantafx.base.theme.Theme;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.plot.Palette;
import org.kanworkbench.plot.StyleSheets;
import org.kanworkbench.plot.Surface;
import org.testfx.api.FxRobot;

/** The window's pictures have the colours that are read for pictures without one. */
@ExtendWith(WindowExtension.class)
class PictureTest {

    private final String before = Application.getUserAgentStylesheet();

    @AfterEach
    void restore(FxRobot robot) {
        robot.interact(() -> Application.setUserAgentStylesheet(before));
    }

    private static Palette shown(FxRobot robot, Theme theme, String... sheets) {
        LinePlot plot = new LinePlot();
        robot.interact(() -> {
            Application.setUserAgentStylesheet(theme.getUserAgentStylesheet());
            Scene scene = new Scene(plot);
            for (String sheet : sheets) {
                scene.getStylesheets()
                        .add(Picture.class
                                .getResource("/org/kanworkbench/styles/" + sheet + ".css")
                                .toExternalForm());
            }
            plot.applyCss();
        });
        return plot.palette();
    }

    @Test
    void a_light_picture(FxRobot robot) {
        assertThat(shown(robot, new PrimerLight(), "tokens"))
                .isEqualTo(StyleSheets.light().palette());
    }

    @Test
    void a_dark_picture(FxRobot robot) {
        assertThat(shown(robot, new PrimerDark(), "tokens", "tokens-dark"))
                .isEqualTo(StyleSheets.dark().palette());
    }

    @Test
    void a_picture_in_other_colours_of_models(FxRobot robot) {
        assertThat(shown(robot, new PrimerLight(), "tokens", "palette-tol-bright"))
                .isEqualTo(StyleSheets.light().with("palette-tol-bright").palette());
    }

    @Test
    void a_plane_in_a_file_tells_what_its_colours_are(FxRobot robot) {
        PlaneMap plane = new PlaneMap();
        GridMap.Square square = new GridMap.Square(-1, -1, 2);
        robot.interact(() -> {
            new Scene(plane, 300, 300);
            plane.resize(300, 300);
            plane.show(
                    new PlanePoints(
                            new float[] {0, 1}, new float[] {0, 1}, new int[] {0, 1}, new float[0], Optional.empty()),
                    List.of("inner", "outer"));
            assertThat(plane.svg()).contains(">inner<", ">outer<");
            assertThat(plane.drawn()).as("all").isEmpty();
            plane.show(new ValueMap("Edge x1 → h1", square, 1, new float[] {0}, new ValueScale(-0.5f, 0.25f)));
            assertThat(plane.svg())
                    .contains(">−0.500<", ">0.250 · Edge x1 → h1<")
                    .doesNotContain(">inner<");
            float[] many = new float[4500];
            plane.show(new PlanePoints(many, many, new int[4500], new float[0], Optional.empty()), List.of("inner"));
            assertThat(plane.drawn()).isEqualTo("2,000 of 4,500 points · ");
        });
    }

    @Test
    void classes_of_one_colour_have_marks_of_other_shapes() {
        assertThat(IntStream.range(0, 3 * Palette.SERIES)
                        .mapToObj(label -> Palette.style(label) + PlaneMap.shape(label)))
                .doesNotHaveDuplicates();
    }

    private static final class Counted extends Picture {

        private int painted;

        @Override
        protected void paint(Surface surface, Palette palette, double width, double height) {
            painted++;
        }
    }

    @Test
    void a_picture_out_of_sight_is_drawn_when_it_comes_back(FxRobot robot) {
        Counted picture = new Counted();
        StackPane card = new StackPane(picture);
        StackPane pane = new StackPane(card);
        robot.interact(() -> {
            pane.resize(80, 60);
            pane.layout();
            assertThat(picture.painted).isEqualTo(1);

            pane.setVisible(false);
            picture.repaint();
            pane.layout();
            assertThat(picture.painted).isEqualTo(1);

            card.setVisible(false);
            pane.setVisible(true);
            pane.layout();
            assertThat(picture.painted).isEqualTo(1);

            card.setVisible(true);
            pane.layout();
            pane.layout();
            assertThat(picture.painted).isEqualTo(2);
        });
    }
}
