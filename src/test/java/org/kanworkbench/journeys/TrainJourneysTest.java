package org.kanworkbench.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.geometry.Point2D;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.chart.LinePlot;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.runs.StoredRun;

/** Stories that begin in Train. */
class TrainJourneysTest {

    @TempDir
    private Path home;

    private static List<String> open(Person person) {
        return person.workspace().models().stream().map(OpenModel::name).toList();
    }

    private static LinePlot accuracy(Person person) {
        return person.find("#accuracy-plot", LinePlot.class);
    }

    @Test
    void a_detour_over_other_data_shows_what_is_of_that_data_and_leads_back_to_the_runs_of_the_first()
            throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("Two moons", 15);
            person.trains();
            person.choose("#data-menu", "Spiral");
            person.waitForText("#header-context", "Spiral");
            person.until(() -> person.shown("#train-empty"));
            assertThat(person.reads("#header-context")).isEqualTo("Spiral · kal-net · seed 0");
            assertThat(person.shown("#confusion-card")).isFalse();
            person.type("#field-epochs", "12");
            person.trains();
            assertThat(accuracy(person).series()).as("curves of other data").hasSize(2);
            person.choose("#data-menu", "Two moons");
            person.waitForText("#header-context", "Two moons · kal-net #1");
            person.until(() -> accuracy(person).series().size() == 2);
            assertThat(accuracy(person).series().getFirst().name()).isEqualTo("train 1");
            assertThat(person.reads("#tile-progress .type-figure")).isEqualTo("15 / 15");
            assertThat(person.reads("#confusion-toggle")).endsWith("kal-net #1 on the test set");
            person.click("#run-2");
            person.waitForText("#header-context", "Spiral · kal-net #2");
            person.until(() -> accuracy(person).series().size() == 2);
            assertThat(accuracy(person).series().getFirst().name())
                    .as("the chip of a run on other data chooses that data")
                    .isEqualTo("train 2");
        }
    }

    @Test
    void what_was_zoomed_to_and_clicked_in_one_run_is_forgotten_in_the_next() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("Two moons", 30);
            person.trains();
            person.drag("#accuracy-plot", new Point2D(0.4, 0.5), new Point2D(0.5, 0.5), new Point2D(0.6, 0.5));
            assertThat(person.shown("#accuracy-reset")).as("zoomed").isTrue();
            person.click("#cell-0-1");
            assertThat(person.reads("#gallery .gallery-title")).contains("predicted as");
            person.trains();
            assertThat(person.shown("#accuracy-reset")).as("zoomed").isFalse();
            assertThat(person.reads("#gallery .gallery-title")).contains("mistake");
        }
    }

    @Test
    void escape_takes_back_typing_and_start_leaves_the_keyboard_where_it_does_no_harm() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("Circles", 100_000);
            person.click("#field-batch");
            person.press(KeyCode.CONTROL, KeyCode.ENTER);
            person.waitForText("#start", "Pause");
            person.until(() -> person.find("#start").isFocused());
            person.click("#field-learning-rate");
            person.write("9");
            person.press(KeyCode.ESCAPE);
            assertThat(person.reads("#field-learning-rate")).isEqualTo("0.01");
            assertThat(person.reads("#start")).isEqualTo("Pause");
            person.click("#accuracy-plot");
            person.press(KeyCode.ESCAPE);
            person.waitForText("#start", "Start");
            person.waitFor("#result-resume", _ -> true);
        }
    }

    @Test
    void a_run_that_is_closed_leaves_every_pane_and_comes_back_with_its_number_and_colour() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("XOR", 10);
            person.trains();
            person.trains();
            int colour = person.workspace().models().getFirst().series();
            person.click("#close-run-1");
            assertThat(open(person)).containsExactly("kal-net #2");
            person.goesTo("runs");
            person.selects("#runs-table", 1);
            person.click("#preview-open");
            person.waitForText("#header-title", "Train");
            person.until(() -> open(person).equals(List.of("kal-net #2", "kal-net #1")));
            assertThat(person.workspace().models().getLast().series()).isEqualTo(colour);
            assertThat(person.reads("#header-context")).contains("kal-net #1");
        }
    }

    @Test
    void a_run_is_renamed_and_all_panes_follow() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("XOR", 10);
            person.trains();
            person.doubleClick("#run-1");
            person.type("narrow");
            assertThat(person.reads("#run-1")).startsWith("narrow #1");
            assertThat(person.reads("#header-context")).contains("narrow #1");
            person.trains();
            person.doubleClick("#run-2");
            person.press(KeyCode.ENTER);
            person.goesTo("runs");
            person.until(() ->
                    person.<StoredRun>rows("#runs-table").getLast().shownName().equals("narrow #1"));
            assertThat(person.<StoredRun>rows("#runs-table").getFirst().title())
                    .as("looked at, not changed")
                    .isEmpty();
            // The same without a mouse.
            person.goesTo("train");
            person.interact(() -> person.find("#run-1").requestFocus());
            person.press(KeyCode.CONTROL, KeyCode.RIGHT);
            person.until(() -> open(person).equals(List.of("kal-net #2", "narrow #1")));
            assertThat(person.find("#run-1").isFocused()).isTrue();
            person.press(KeyCode.F2);
            person.type("by keys");
            person.until(() -> person.reads("#run-1").startsWith("by keys #1"));
            person.press(KeyCode.DELETE);
            person.until(() -> open(person).equals(List.of("kal-net #2")));
        }
    }

    @Test
    void of_ten_runs_eight_stay_open_and_all_are_in_the_list() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("XOR", 3);
            for (int i = 1; i <= 10; i++) {
                person.trains();
                String name = "kal-net #" + i;
                person.waitForText("#header-context", name);
            }
            assertThat(open(person)).hasSize(8).startsWith("kal-net #3").endsWith("kal-net #10");
            assertThat(person.workspace().models())
                    .extracting(OpenModel::series)
                    .doesNotHaveDuplicates();
            person.goesTo("runs");
            person.until(() -> person.rows("#runs-table").size() == 10);
        }
    }

    @Test
    void a_learning_rate_that_was_changed_in_a_run_is_seen_in_the_charts_and_in_its_list_of_events() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("Spiral", 100_000);
            // Whose second click would pause it.
            person.doubleClick("#start");
            person.waitForText("#start", "Pause");
            person.until(
                    () -> person.workspace().models().getLast().modelProperty().get() != null);
            person.type("#field-learning-rate", "0.0005");
            person.until(() -> accuracy(person).marks().stream()
                    .anyMatch(mark -> mark.text().equals("Learning rate changed to 0.0005")));
            person.click("#stop");
            person.waitForText("#start", "Start");
            person.goesTo("runs");
            person.selects("#runs-table", 0);
            person.until(() -> person.shown("#preview-events"));
            person.until(() -> person.find("#preview-events").lookupAll(".label").stream()
                    .anyMatch(label -> ((Label) label).getText().contains("0.0005")));
        }
    }

    @Test
    void a_configuration_is_saved_opened_again_and_trained() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("Two moons", 7);
            person.pick("#field-preset", "four");
            person.type("#field-epochs", "7");
            Path file = home.resolve("mine.json");
            person.willChoose(file);
            person.choose("#file-menu", "Save configuration");
            person.until(() -> Files.exists(file) && person.told("mine.json"));
            person.pick("#field-preset", "mlp");
            person.choose("#file-menu", "Open configuration");
            person.until(() -> person.reads("#summary").contains("Fourier"));
            assertThat(person.reads("#field-epochs")).isEqualTo("7");
            person.trains();
            assertThat(open(person)).containsExactly("fourier-kan #1");
        }
    }
}
