package org.kanworkbench.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.Slider;
import javafx.scene.control.TabPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.chart.LinePlot;
import org.kanworkbench.app.chart.TilePicture;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.app.quantize.scheme.SchemeRow;
import org.kanworkbench.app.shell.settings.Settings;
import org.kanworkbench.quantize.compare.Comparison.Timing;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;

/** Stories in which the program is closed and opened again. */
class RestartJourneysTest {

    @TempDir
    private Path home;

    private static List<String> open(Person person) {
        return person.workspace().models().stream().map(OpenModel::name).toList();
    }

    /** Of the training accuracy of the third run. */
    private static List<String> curve(Person person) {
        return points(person, "#accuracy-plot", "train 3");
    }

    private static List<String> points(Person person, String plot, String name) {
        return person.find(plot, LinePlot.class).series().stream()
                .filter(line -> line.name().equals(name))
                .flatMap(line -> IntStream.range(0, line.size())
                        .mapToObj(i -> String.format(Locale.ROOT, "%.4f %.4f", line.x(i), line.y(i))))
                .toList();
    }

    @Test
    void whoever_trains_closes_and_opens_finds_the_run_in_the_list_resumes_it_and_compares() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("Two moons", 40);
            person.trains();
            person.type("#field-epochs", "100000");
            person.click("#start");
            person.waitForText("#start", "Pause");
            person.until(
                    () -> person.workspace().models().getLast().modelProperty().get() != null);
            person.restarts();
            person.goesTo("runs");
            person.until(() -> person.rows("#runs-table").size() == 2);
            List<StoredRun> runs = person.rows("#runs-table");
            assertThat(runs).extracting(StoredRun::id).containsExactly(2L, 1L);
            assertThat(runs).extracting(StoredRun::state).containsExactly(RunState.STOPPED, RunState.FINISHED);
            person.selects("#runs-table", 0);
            person.click("#preview-resume");
            person.waitForText("#start", "Pause");
            assertThat(person.reads("#header-context")).startsWith("Two moons · kal-net #2");
            assertThat(person.reads("#field-epochs")).isEqualTo("100000");
            person.click("#stop");
            person.waitForText("#start", "Start");
            person.goesTo("runs");
            person.selects("#runs-table", 0, 1);
            person.click("#runs-compare");
            person.waitForText("#compare-title", "2 runs compared");
        }
    }

    @Test
    void what_was_open_is_open_again_with_its_name_colour_and_settings() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("Spiral", 20);
            person.trains();
            person.pick("#field-preset", "kac");
            person.type("#field-epochs", "20");
            person.trains();
            person.doubleClick("#run-1");
            person.write("first try");
            person.press(KeyCode.ENTER);
            // What is left has colours that two runs of their own would not have been given.
            person.trains();
            person.interact(
                    () -> person.workspace().close(person.workspace().models().get(1)));
            person.interact(() -> person.find("#smoothing", Slider.class).setValue(0.5));
            List<Integer> colours =
                    person.workspace().models().stream().map(OpenModel::series).toList();
            List<String> curve = curve(person);
            person.goesTo("activations");
            OpenModel first = person.workspace().models().getFirst();
            person.interact(
                    () -> person.find("#activations-model", ComboBox.class).setValue(first));
            person.goesTo("quantize");
            person.interact(() -> person.find("#quantize-model", ComboBox.class).setValue(first));
            person.goesTo("activations");
            person.restarts();
            assertThat(person.reads("#header-title")).isEqualTo("Activations");
            person.until(() -> open(person).equals(List.of("first try #1", "kac-net #3")));
            person.until(() -> !person.workspace().session.reopening.get());
            assertThat(person.reads("#header-context")).isEqualTo("first try #1");
            person.goesTo("quantize");
            assertThat(person.reads("#header-context")).isEqualTo("first try #1");
            assertThat(person.workspace().models())
                    .extracting(OpenModel::series)
                    .isEqualTo(colours);
            person.goesTo("train");
            assertThat(curve(person)).as("as it was drawn live").isNotEmpty().isEqualTo(curve);
            assertThat(person.find("#smoothing", Slider.class).getValue()).isEqualTo(0.5);
            assertThat(person.reads("#data-menu")).isEqualTo("Spiral");
            assertThat(((Labeled) person.find("#run-3")).getText()).startsWith("kac-net #3");
            assertThat(person.reads("#header-context")).startsWith("Spiral · kac-net #3");
            assertThat(person.reads("#result")).startsWith("Test accuracy");
            for (String line : List.of("#speed-line", "#rate-line", "#loss-line")) {
                person.until(() -> person.find(line, TilePicture.class).getChildrenUnmodifiable().stream()
                        .anyMatch(Node::isVisible));
            }
            person.goesTo("runs");
            person.selects("#runs-table", 0);
            person.waitForText("#preview-title", "kac-net #3");
            person.until(() -> points(person, "#preview-accuracy-plot", "train").equals(curve));
        }
    }

    @Test
    void what_was_being_prepared_keeps_its_data_beside_open_runs_of_others() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("Spiral", 20);
            person.trains();
            person.choosesToy("Two moons", 20);
            person.pick("#field-preset", "gr-kan");
            person.type("#field-epochs", "30");
            person.restarts();
            person.until(() -> open(person).equals(List.of("kal-net #1")));
            assertThat(person.reads("#data-menu")).isEqualTo("Two moons");
            assertThat(person.reads("#header-context")).startsWith("Two moons · gr-kan");
            assertThat(person.reads("#field-epochs")).isEqualTo("30");
            person.choosesToy("Spiral", 20);
            person.until(() -> person.reads("#header-context").startsWith("Spiral · kal-net #1"));
        }
    }

    @Test
    void a_table_opened_again_after_a_restart_has_the_columns_that_were_chosen() throws Exception {
        String rows = IntStream.range(0, 40)
                .mapToObj(i -> i + "," + i % 7 / 2.0 + "," + i % 5 + "\n")
                .collect(Collectors.joining());
        Path table = Files.writeString(home.resolve("parts.csv"), "id,size,weight\n" + rows);
        try (Person person = Person.opens(home)) {
            person.willChoose(table);
            person.choose("#data-menu", "Open CSV");
            person.waitForText("#data-menu", "parts");
            assertThat(person.reads("#data-facts")).contains("2 inputs");
            person.click("#table-ignored");
            person.clicksItem("id");
            person.press(KeyCode.ESCAPE);
            person.until(() -> person.reads("#data-facts").contains("1 input"));
            person.choosesToy("Spiral", 20);
            person.restarts();
            person.waitForText("#data-menu", "Spiral");
            person.choose("#data-menu", "parts.csv");
            person.waitForText("#data-menu", "parts");
            assertThat(person.reads("#data-facts")).contains("1 input ");
            person.choosesToy("Spiral", 20);
            person.interact(() -> person.window().open(table));
            person.waitForText("#data-menu", "parts");
            assertThat(person.reads("#data-facts")).contains("1 input ");
        }
    }

    @Test
    void what_was_set_in_other_panes_and_what_they_came_to_is_there_again() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("Two moons", 5);
            person.trains();
            person.goesTo("activations");
            person.click("#view-layer");
            person.goesTo("noise");
            person.pick("#field-noise-kind", "Expression");
            person.type("#field-noise-expression", "sin(3*x) + x");
            person.type("#field-noise-relative-value", "0.15");
            person.type("#field-noise-rows", "60");
            person.type("#field-noise-rate", "0.02");
            person.click("#noise-tab-sweep");
            person.type("#field-sweep-levels", "0.1");
            person.type("#field-sweep-sizes", "30");
            person.type("#field-sweep-seeds", "2");
            person.click("#noise-start");
            person.waitForText("#noise-start", "Pause");
            person.waitForText("#noise-start", "Start");
            String fitted = person.reads("#sweep-facts");
            assertThat(fitted).contains("fits done");
            person.goesTo("formulas");
            person.type("#field-formulas-expression", "x^2");
            person.click("#formulas-find");
            person.waitFor("#formulas-find", Node::isDisabled);
            person.waitFor("#formulas-find", node -> !node.isDisabled());
            String formula = person.reads("#header-context");
            person.goesTo("search");
            person.choose("#search-add", "Learning rate");
            person.choose("#search-add", "Order");
            person.type("#field-search-trials", "17");
            person.goesTo("runs");
            person.click("#runs-tab-presets");
            person.type("#field-compare-seeds", "7");
            person.pick("#field-compare-first", "kac-net");
            person.goesTo("quantize");
            person.pick("#quantize-timing", "none");
            person.selects("#quantize-table", 2);
            person.press(KeyCode.SPACE);
            person.click("#quantize-tab-weights");
            person.click("#quantize-measure");
            person.waitFor("#quantize-measure", node -> !node.isDisabled());
            person.waitFor("#export-int8-static", node -> !node.isDisabled());
            String measured = person.reads("#header-context");
            person.restarts();
            person.goesTo("activations");
            person.waitForText("#header-context", "kal-net");
            assertThat(person.find("#view-layer", ToggleButton.class).isSelected())
                    .isTrue();
            person.goesTo("search");
            person.waitFor("#search-remove-order", _ -> true);
            assertThat(person.shown("#search-remove-lr")).isTrue();
            assertThat(person.reads("#field-search-trials")).isEqualTo("17");
            person.goesTo("noise");
            assertThat(person.shown("#noise-sweep")).isTrue();
            person.waitForText("#sweep-facts", fitted);
            assertThat(person.told("Begin?")).isFalse();
            person.click("#noise-tab-fit");
            assertThat(person.reads("#field-noise-expression")).isEqualTo("sin(3*x) + x");
            assertThat(person.reads("#field-noise-relative-value")).isEqualTo("0.15");
            assertThat(person.reads("#field-noise-rows")).isEqualTo("60");
            assertThat(person.reads("#field-noise-rate")).isEqualTo("0.02");
            person.goesTo("quantize");
            person.until(() -> person.find("#quantize-timing", ComboBox.class).getValue() == Timing.NONE);
            person.waitForText("#header-context", measured);
            person.waitFor("#export-int8-static", node -> !node.isDisabled());
            assertThat(person.<SchemeRow>rows("#quantize-table"))
                    .filteredOn(row -> !row.wanted.get())
                    .extracting(row -> row.scheme.name())
                    .containsExactly("int8-dynamic");
            assertThat(person.find("#quantize-tabs", TabPane.class)
                            .getSelectionModel()
                            .getSelectedIndex())
                    .isEqualTo(2);
            person.goesTo("formulas");
            person.waitForText("#header-context", formula);
            Set<RunKind> kinds = EnumSet.allOf(RunKind.class);
            int shown = person.workspace().session.shown(kinds).size();
            person.type("#field-formulas-expression", "x^3");
            assertThat(person.workspace().session.shown(kinds))
                    .as("results of other settings do not bring theirs back")
                    .hasSize(shown - 1);
            person.goesTo("runs");
            assertThat(person.reads("#field-compare-seeds")).isEqualTo("7");
            assertThat(person.find("#field-compare-first", ComboBox.class).getValue())
                    .isEqualTo("kac-net");
        }
    }

    @Test
    void a_stopped_run_can_be_resumed_where_it_was_stopped_and_has_one_place() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("Circles", 100000);
            person.click("#start");
            person.waitForText("#start", "Pause");
            person.until(
                    () -> person.workspace().models().getLast().modelProperty().get() != null);
            // Esc in a field takes back what was typed and ends nothing.
            person.click("#field-learning-rate");
            person.write("123");
            person.press(KeyCode.ESCAPE);
            assertThat(person.reads("#field-learning-rate")).isEqualTo("0.01");
            assertThat(person.reads("#start")).isEqualTo("Pause");
            // It has left the field, so that the next one is meant for the run, wherever the keyboard is.
            person.interact(() -> person.find("#file-menu").requestFocus());
            person.press(KeyCode.ESCAPE);
            person.waitFor("#result-resume", _ -> true);
            int colour = person.workspace().models().getLast().series();
            for (int time = 0; time < 2; time++) {
                person.click("#result-resume");
                person.waitForText("#start", "Pause");
                assertThat(open(person)).containsExactly("kal-net #1");
                assertThat(person.workspace().models().getLast().series()).isEqualTo(colour);
                person.click("#stop");
                person.waitForText("#start", "Start");
            }
        }
    }

    @Test
    void a_run_whose_process_was_killed_is_announced_and_resumed() throws Exception {
        KilledWindow.killedWhileTraining(home);
        assertThat(Settings.load(home.resolve("settings.json"), Runnable::run).window())
                .get()
                .returns(1280d, Settings.Bounds::width)
                .returns(800d, Settings.Bounds::height);
        try (Person person = Person.opens(home)) {
            assertThat(person.reads("#header-title")).isEqualTo("Runs");
            person.until(() ->
                    person.told().stream().anyMatch(notice -> notice.text().contains("was interrupted at epoch")));
            person.until(() -> !person.workspace().models().isEmpty()
                    && !person.workspace().session.reopening.get());
            assertThat(person.told("Run 1 (kal-net, Two moons"))
                    .as("also once it is open again")
                    .isTrue();
            assertThat(person.told("Run 2 (kal-net, Two moons) was interrupted at trial 0 of 40."))
                    .isTrue();
            assertThat(person.told("Run 3")).isFalse();
            assertThat(person.told("1 training waits in the queue.")).isTrue();
            person.takes("Resume");
            person.waitForText("#start", "Pause");
            assertThat(person.reads("#header-context")).startsWith("Two moons · kal-net #1");
            assertThat(person.reads("#field-epochs")).isEqualTo("100000");
            person.until(
                    () -> person.workspace().models().getLast().modelProperty().get() != null);
            person.click("#stop");
            person.waitForText("#start", "Start");
            person.takes("Resume queue");
            person.goesTo("runs");
            person.until(() -> person.<StoredRun>rows("#runs-table").size() == 4
                    && person.<StoredRun>rows("#runs-table").getFirst().state() == RunState.FINISHED);
            assertThat(person.<StoredRun>rows("#runs-table").getLast().state()).isEqualTo(RunState.STOPPED);
            person.selects("#runs-table", 3);
            person.waitFor("#preview-events", _ -> true);
            assertThat(person.texts("#preview-events .label").toString().toLowerCase(Locale.ROOT))
                    .contains("resumed");
        }
    }

    @Test
    void a_torn_store_is_told_at_the_start_and_repaired_from_the_window() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("XOR", 5);
            for (int i = 0; i < 5; i++) {
                person.trains();
            }
            person.leaves();
        }
        try (Stream<Path> files = Files.walk(home)) {
            tear(files.filter(file -> file.endsWith("store.db")).findFirst().orElseThrow());
        }
        try (Person person = Person.opens(home)) {
            person.until(() -> person.told().stream()
                    .anyMatch(notice -> notice.actions().stream()
                            .anyMatch(action -> action.label().equals("Repair"))));
            person.takes("Repair");
            person.goesTo("runs");
            person.until(() ->
                    person.told().stream().anyMatch(notice -> notice.text().contains("epaired")));
            person.until(() -> person.rows("#runs-table").size() >= 4);
            person.goesTo("train");
            person.trains();
        }
    }

    /** Overwrites a page in the middle of a file. */
    private static void tear(Path file) throws IOException {
        byte[] noise = new byte[4096];
        new Random(1).nextBytes(noise);
        try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "rw")) {
            pages.seek(pages.length() / 4096 * 3 / 4 * 4096);
            pages.write(noise);
        }
    }

    @Test
    void who_does_not_want_the_last_session_back_starts_anew_and_opens_a_stored_model_where_it_is_needed()
            throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("Spiral", 10);
            person.trains();
            person.click("#rail-settings");
            person.click("#settings-reopen");
            person.click("#settings-close");
            person.restarts();
            assertThat(open(person)).isEmpty();
            assertThat(person.reads("#header-title")).isEqualTo("Train");
            person.goesTo("activations");
            person.waitFor("#activations-stored", _ -> true);
            person.click("#activations-stored .button");
            person.waitForText("#edge-title", "→");
            assertThat(open(person)).containsExactly("kal-net #1");
        }
    }
}
