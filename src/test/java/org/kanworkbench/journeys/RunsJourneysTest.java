package org.kanworkbench.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.models.OpenModel;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;

/** Stories that lead through Runs. */
class RunsJourneysTest {

    @TempDir
    private Path home;

    private static List<Long> numbers(Person person) {
        return person.<StoredRun>rows("#runs-table").stream().map(StoredRun::id).toList();
    }

    @Test
    void deleted_runs_come_back_and_those_that_stay_deleted_are_gone_at_the_next_start() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("XOR", 5);
            person.trains();
            person.trains();
            person.goesTo("runs");
            person.selects("#runs-table", 0);
            person.press(KeyCode.DELETE);
            person.until(() -> numbers(person).equals(List.of(1L)));
            person.takes("Undo");
            person.until(() -> numbers(person).equals(List.of(2L, 1L)));
            person.selects("#runs-table", 1);
            person.press(KeyCode.DELETE);
            person.until(() -> numbers(person).equals(List.of(2L)));
            person.restarts();
            person.goesTo("runs");
            person.until(() -> numbers(person).equals(List.of(2L)));
            person.goesTo("train");
            person.trains();
            assertThat(person.reads("#header-context"))
                    .as("no number is given twice")
                    .contains("#3");
        }
    }

    @Test
    void new_seeds_of_a_run_are_trained_and_summed_up_by_configuration() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("XOR", 5);
            person.trains();
            person.goesTo("runs");
            person.selects("#runs-table", 0);
            person.choose("#preview-repeat", "With 3 new seeds");
            person.until(() -> numbers(person).size() == 4
                    && person.<StoredRun>rows("#runs-table").stream()
                            .allMatch(run -> run.state() == RunState.FINISHED));
            assertThat(person.<StoredRun>rows("#runs-table"))
                    .extracting(run -> run.description().seed())
                    .containsExactly(3L, 2L, 1L, 0L);
            person.click("#runs-group");
            person.until(() -> person.rows("#runs-groups").size() == 1);
        }
    }

    @Test
    void a_stored_configuration_is_edited_trained_and_compared_in_colours_that_are_the_same_everywhere()
            throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("Two moons", 10);
            person.trains();
            person.choose("#data-menu", "Spiral");
            person.waitForText("#data-menu", "Spiral");
            person.goesTo("runs");
            person.selects("#runs-table", 0);
            person.click("#preview-edit");
            person.waitForText("#header-title", "Train");
            person.waitForText("#data-menu", "Two moons");
            person.waitFor("#start", node -> !node.isDisabled());
            person.pick("#field-preset", "kac");
            person.type("#field-epochs", "10");
            person.trains();
            person.goesTo("runs");
            person.selects("#runs-table", 0, 1);
            person.click("#runs-compare");
            person.waitForText("#compare-title", "2 runs");
            List<String> legend = person.find("#compare-legend").lookupAll(".compare-run").stream()
                    .map(node -> ((Label) node).getText().replaceFirst(" ·.*", "") + " "
                            + ((Label) node)
                                    .getGraphic().getStyleClass().stream()
                                            .filter(style -> style.matches("series-\\d+"))
                                            .findFirst()
                                            .orElse(""))
                    .sorted()
                    .toList();
            List<String> models = person.workspace().models().stream()
                    .map(model -> model.name() + " series-" + (model.series() + 1))
                    .sorted()
                    .toList();
            assertThat(legend).isEqualTo(models);
            person.press(KeyCode.ESCAPE);
            person.until(() -> !person.shown("#compare"));
            assertThat(person.workspace().models()).extracting(OpenModel::name).contains("kac-net #2");
        }
    }
}
