package org.kanworkbench.app.activations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.kanworkbench.app.OnScreen.await;
import static org.kanworkbench.app.OnScreen.text;
import static org.kanworkbench.app.OnScreen.visible;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WholeWindow;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.app.activations.edge.CoefficientBars;
import org.kanworkbench.app.activations.edge.EdgePlot;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.session.Workspace;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.engine.InitialModel;
import org.kanworkbench.explain.EdgeFunctions;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/**
 * Drags coefficients and pulls curves of a network that is large enough to be computed more slowly than a hand moves. The system property
 * {@code kanworkbench.drags} says how many times.
 */
@ExtendWith(WindowExtension.class)
class DragsAtHandSpeedTest {

    private static final int DRAGS = Integer.getInteger("kanworkbench.drags", 10);
    private static final double[] BY = {-14, 11, 17, -12, 9};
    private static final List<String> PARTS =
            List.of("#edge-title", "#edge-plot", "#edge-inputs", "#edge-term-toggles", "#coefficient-bars");

    private final WholeWindow whole = new WholeWindow();
    private final Workspace workspace = whole.workspace();

    @Start
    void open(Stage stage) {
        whole.open(stage, "activations");
    }

    @Stop
    void close() {
        whole.close();
    }

    private OpenModel open(FxRobot robot) throws DataException {
        Dataset mnist = new DataSource.Mnist().load();
        OpenModel[] open = new OpenModel[1];
        robot.interact(() -> {
            open[0] = workspace.open("net", mnist);
            open[0].update(InitialModel.of("kal-net", 784, 10, 1));
        });
        await(() -> text(robot, "#edge-title").contains("→"));
        return open[0];
    }

    private static Set<String> places(FxRobot robot) {
        Set<String> places = new HashSet<>();
        for (String part : PARTS) {
            Node node = robot.lookup(part).query();
            Bounds at = node.localToScene(node.getLayoutBounds());
            places.add(part + " " + at.getMinX() + " " + at.getMinY() + " " + at.getWidth() + " " + at.getHeight());
        }
        return places;
    }

    @Test
    void every_dragged_coefficient_lands_where_it_was_dragged_to_and_nothing_moves(FxRobot robot) throws DataException {
        open(robot);
        CoefficientBars bars = robot.lookup("#coefficient-bars").queryAs(CoefficientBars.class);
        String title = text(robot, "#edge-title");
        Set<String> before = places(robot);
        Set<String> during = new HashSet<>(before);
        float wanted = 0;
        int term = 0;
        for (int drag = 0; drag < DRAGS; drag++) {
            term = drag % 4;
            double by = BY[drag % BY.length];
            double worth = bars.pixelsWorth();
            wanted = (float) (bars.value(term) - by * worth);
            Point2D from = wholePixels(bars.localToScreen(bars.grip(term)));

            Hand.drag(from, from.add(0, by), () -> during.addAll(places(robot)));

            assertThat(bars.value(term)).as("drag %d", drag).isCloseTo(wanted, within((float) worth));
        }
        assertThat(text(robot, "#edge-title")).isEqualTo(title);
        await(() -> visible(robot, "#edit-confusion"));
        during.addAll(places(robot));
        assertThat(during).as("places").isEqualTo(before);

        robot.clickOn("#edit-keep");
        int last = term;
        float landed = wanted;
        await(() -> workspace.models().size() == 2);
        EdgeFunctions kept =
                new EdgeFunctions(workspace.models().getLast().modelProperty().get());
        assertThat(edges(kept, last)).as("coefficients of the kept model").anyMatch(c -> Math.abs(c - landed) < 1e-6);
    }

    /** Where a mouse can be. */
    private static Point2D wholePixels(Point2D at) {
        return new Point2D(Math.round(at.getX()), Math.round(at.getY()));
    }

    private static List<Float> edges(EdgeFunctions functions, int term) {
        List<Float> found = new ArrayList<>();
        for (int o = 0; o < functions.layer(0).outputs(); o++) {
            for (int i = 0; i < functions.layer(0).inputs(); i++) {
                found.add(functions.layer(0).coefficients(o, i)[term]);
            }
        }
        return found;
    }

    @Test
    void every_pulled_curve_goes_through_where_it_was_pulled_to_and_nothing_moves(FxRobot robot) throws DataException {
        open(robot);
        EdgePlot plot = robot.lookup("#edge-plot").queryAs(EdgePlot.class);
        String title = text(robot, "#edge-title");
        Set<String> before = places(robot);
        Set<String> during = new HashSet<>(before);
        for (int pull = 0; pull < DRAGS; pull++) {
            Point2D from = wholePixels(plot.localToScreen(plot.grip(0.25 + 0.1 * (pull % 6))));
            Point2D at = plot.screenToLocal(from);
            double by = BY[pull % BY.length];
            double wanted = plot.wantedAndShown(at.getX(), at.getY() + by)[0];
            double worth = plot.pixelsWorth();
            double[] shown = new double[1];

            Hand.drag(from, from.add(0, by), () -> during.addAll(places(robot)));

            await(() -> {
                shown[0] = plot.wantedAndShown(at.getX(), at.getY())[1];
                return Math.abs(shown[0] - wanted) <= worth;
            });
            assertThat(shown[0]).as("pull %d", pull).isCloseTo(wanted, within(worth));
        }
        assertThat(text(robot, "#edge-title")).isEqualTo(title);
        assertThat(during).as("places").isEqualTo(before);
    }
}
