package org.kanworkbench.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.geometry.Point2D;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.chart.LinePlot;
import org.kanworkbench.app.chart.PlaneMap;
import org.kanworkbench.app.chart.ValueMap;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.runs.StoredRun;

/** The first ten minutes of docs/guide/README.md, in one window: a method does what one of its numbered items says. */
class GuideJourneyTest {

    private static final Point2D[] ONE = {new Point2D(0.5, 0.15), new Point2D(0.5, 0.5), new Point2D(0.5, 0.85)};

    @TempDir
    private Path home;

    private Person person;

    @Test
    void the_first_ten_minutes_go_as_the_guide_says() throws Exception {
        try (Person one = Person.opens(home)) {
            person = one;
            opensAtMnist();
            trainsPausesAndChangesTheRate();
            looksAtMistakes();
            editsAnEdge();
            draws();
            trainsAnMlpBesideIt();
            quantises();
            savesBoth();
            opensTheModelAgain();
            watchesThePlane();
            fitsNoise();
            findsAFormula();
            comparesWhatIsInRuns();
            person.restarts();
            person.waitForText("#header-title", "Runs");
            person.until(() -> open().size() >= 4);
            person.goesTo("draw");
            person.until(() -> person.texts(".model-card .type-strong").contains("small"));
        }
    }

    private List<String> open() {
        return person.workspace().models().stream().map(OpenModel::name).toList();
    }

    private List<String> marks() {
        return person.find("#accuracy-plot", LinePlot.class).marks().stream()
                .map(mark -> mark.text())
                .toList();
    }

    private void opensAtMnist() throws Exception {
        person.waitForText("#data-menu", "MNIST");
        assertThat(person.reads("#header-context")).isEqualTo("MNIST · kal-net · seed 0");
        assertThat(person.reads("#summary")).contains("784", "64", "10", "Legendre", "3");
    }

    private void trainsPausesAndChangesTheRate() throws Exception {
        person.type("#field-epochs", "3");
        person.press(KeyCode.CONTROL, KeyCode.ENTER);
        person.waitForText("#start", "Pause");
        person.click("#start");
        person.until(() -> marks().contains("Paused"));
        person.type("#field-learning-rate", "0.004");
        person.click("#start");
        person.waitForText("#start", "Start");
        person.waitForText("#result", "Test accuracy");
        assertThat(marks()).contains("Paused", "Resumed after a pause").contains("Learning rate changed to 0.004");
    }

    private void looksAtMistakes() throws Exception {
        if (!person.find("#confusion-toggle", ToggleButton.class).isSelected()) {
            person.click("#confusion-toggle");
        }
        person.click("#cell-4-9");
        person.waitForText("#gallery .gallery-title", "4 predicted as 9");
    }

    private void editsAnEdge() throws Exception {
        person.press(KeyCode.CONTROL, KeyCode.DIGIT2);
        person.waitForText("#header-title", "Activations");
        person.waitForText("#edge-title", "→");
        person.click("#timeline-first");
        person.waitFor("#timeline-live", node -> !node.isDisabled());
        person.click("#timeline-live");
        person.drag("#coefficient-bars", new Point2D(0.4, 0.5), new Point2D(0.4, 0.45), new Point2D(0.4, 0.3));
        person.waitFor("#edit-undo", node -> !node.isDisabled());
        person.press(KeyCode.CONTROL, KeyCode.Z);
        person.until(() -> !person.shown("#edit-keep"));
        person.drag("#coefficient-bars", new Point2D(0.4, 0.5), new Point2D(0.4, 0.45), new Point2D(0.4, 0.3));
        person.click("#edit-keep");
        person.until(() -> open().size() == 2);
    }

    private void draws() throws Exception {
        person.press(KeyCode.CONTROL, KeyCode.DIGIT3);
        person.waitForText("#header-title", "Draw");
        person.drag(".ink-sheet", ONE);
        person.until(() -> person.texts(".model-winner").getFirst().startsWith("1 · "));
        person.click(".draw-explain");
        person.waitForText("#attribution-sentence", "predicts 1");
    }

    private void trainsAnMlpBesideIt() throws Exception {
        person.goesTo("train");
        person.pick("#field-preset", "mlp");
        person.type("#field-epochs", "1");
        person.trains();
        assertThat(person.find("#accuracy-plot", LinePlot.class).series())
                .extracting(line -> line.name().replaceAll("\\D", ""))
                // The model that was changed by hand and kept has the number between.
                .contains("1", "3");
        person.goesTo("draw");
        person.until(() -> person.scene().getRoot().lookupAll(".model-card").size() == 3
                && person.texts(".model-winner").stream().noneMatch("–"::equals));
    }

    private void quantises() throws Exception {
        person.press(KeyCode.CONTROL, KeyCode.DIGIT4);
        person.waitForText("#header-title", "Quantize");
        person.click("#quantize-measure");
        person.waitFor("#export-int8-dynamic", node -> !node.isDisabled());
        Path file = home.resolve("small.onnx");
        person.willChoose(file);
        person.click("#export-int8-dynamic");
        person.clicksItem("Export ONNX model…");
        person.until(() -> Files.exists(file) && person.shown("#quantize-written"));
        person.click("#quantize-open-draw");
        person.waitForText("#header-title", "Draw");
        person.until(() -> person.scene().getRoot().lookupAll(".model-card").size() == 4);
    }

    private void savesBoth() throws Exception {
        person.goesTo("train");
        saves("Save model", "mine.kan");
        saves("Save configuration", "mine.json");
    }

    private void saves(String item, String name) throws Exception {
        Path file = home.resolve(name);
        person.willChoose(file);
        person.choose("#file-menu", item);
        person.until(() -> Files.exists(file) && person.told(name));
    }

    private void opensTheModelAgain() throws Exception {
        int before = open().size();
        person.willChoose(home.resolve("mine.kan"));
        person.choose("#file-menu", "Open model");
        person.until(() -> open().size() == before + 1 && open().getLast().startsWith("mine"));
    }

    private void watchesThePlane() throws Exception {
        person.choosesToy("Spiral", 20);
        person.pick("#field-preset", "kal-net");
        person.type("#field-epochs", "20");
        person.trains();
        String kan = open().getLast();
        assertThat(person.reads("#surface-title")).contains(kan);
        person.pick("#field-preset", "mlp");
        person.type("#field-epochs", "20");
        person.trains();
        assertThat(person.reads("#surface-title")).contains(open().getLast());
        person.until(() -> person.shown("#surface-beside"));
        person.click("#surface-beside .button");
        person.until(() -> person.reads("#surface-title").contains(kan));
        looksInside(kan);
    }

    /** At the edge from the second input to the third of eight hidden units. */
    private void looksInside(String kan) throws Exception {
        Point2D edge = new Point2D(10.5 / 16, 0.72);
        person.until(() -> person.shown("#surface-network"));
        person.interact(() -> person.point(person.find("#surface-network"), edge));
        person.waitForText("#surface-title", "Edge x2 → h3 · " + kan);
        person.interact(() -> person.find("#surface-network").requestFocus());
        person.until(() -> person.find("#surface-plane", PlaneMap.class).map() instanceof ValueMap);
        person.press(KeyCode.SHIFT, KeyCode.UP);
        person.waitForText("#surface-title", "Input x1 · " + kan);
        person.press(KeyCode.SHIFT, KeyCode.RIGHT);
        person.press(KeyCode.SHIFT, KeyCode.UP);
        person.waitForText("#surface-title", "Unit h5 · " + kan);
        person.drag("#surface-network", edge);
        person.waitForText("#header-title", "Activations");
        person.waitForText("#edge-title", "x2 → h3");
        person.goesTo("train");
        person.until(() -> person.reads("#surface-title").equals("Decision surface · " + kan));
    }

    private void fitsNoise() throws Exception {
        person.press(KeyCode.CONTROL, KeyCode.DIGIT5);
        person.waitForText("#header-title", "Noise Lab");
        person.click("#noise-start");
        person.waitForText("#noise-start", "Pause");
        person.click("#noise-stop");
        person.waitForText("#noise-start", "Start");
    }

    private void findsAFormula() throws Exception {
        person.press(KeyCode.CONTROL, KeyCode.DIGIT6);
        person.waitForText("#header-title", "Formulas");
        person.click("#formulas-find");
        person.waitFor("#formulas-copy", node -> !node.isDisabled());
        person.waitFor("#formulas-find", node -> !node.isDisabled());
        assertThat(person.reads("#formulas-rmse")).endsWith("exact");
        person.press(KeyCode.CONTROL, KeyCode.Z);
        person.waitFor("#formulas-redo", node -> !node.isDisabled());
    }

    private void comparesWhatIsInRuns() throws Exception {
        person.goesTo("runs");
        person.until(() -> person.<StoredRun>rows("#runs-table").stream()
                .map(StoredRun::id)
                .toList()
                .containsAll(List.of(1L, 2L, 3L)));
        person.type("#runs-search", "MNIST kal");
        // The newest is the one that was changed by hand, to which nothing happened.
        person.selects("#runs-table", 1);
        person.waitFor("#preview-events", _ -> true);
        person.type("#runs-search", "");
        person.selects("#runs-table", 0, 1);
        person.click("#runs-compare");
        person.waitForText("#compare-title", "2 runs");
        person.press(KeyCode.ESCAPE);
        person.until(() -> !person.shown("#compare"));
    }
}
