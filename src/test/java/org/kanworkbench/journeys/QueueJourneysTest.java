package org.kanworkbench.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.runs.Queued;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunState;
import org.kanworkbench.runs.StoredRun;

/** Trainings and searches that wait in line. */
@Timeout(240)
class QueueJourneysTest {

    @TempDir
    private Path home;

    private static List<String> waiting(Person person) {
        return ((ListView<?>) person.find("#queue-works"))
                .getItems().stream().map(work -> ((Queued) work).title()).toList();
    }

    /** A place in the list of what waits, by its row and the share of that row's height. */
    private static Point2D at(Person person, int row, double share) throws InterruptedException {
        return person.call(() -> {
            Node list = person.find("#queue-works");
            Node cell = list.lookupAll(".list-cell").stream()
                    .filter(node -> ((ListCell<?>) node).getIndex() == row && !((ListCell<?>) node).isEmpty())
                    .findFirst()
                    .orElseThrow();
            Bounds on = list.sceneToLocal(cell.localToScene(cell.getLayoutBounds()));
            return new Point2D(
                    0.4,
                    (on.getMinY() + share * on.getHeight())
                            / list.getLayoutBounds().getHeight());
        });
    }

    private static String selected(Person person) {
        return ((Queued) person.find("#queue-works", ListView.class)
                        .getSelectionModel()
                        .getSelectedItem())
                .title();
    }

    @Test
    void trainings_and_a_search_wait_in_line_are_put_in_order_and_survive_a_restart() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("Two moons", 100_000);
            person.click("#queue-add");
            person.waitForText("#status-queue", "Queue: 1, paused");
            person.type("#field-epochs", "5");
            person.click("#queue-add");
            person.type("#field-epochs", "6");
            person.click("#queue-add");
            person.goesTo("search");
            person.choose("#search-add", "Learning rate");
            person.type("#field-search-trials", "9");
            person.click("#search-queue");
            person.waitForText("#status-queue", "Queue: 4, paused");
            person.click("#search-queue");
            person.waitForText("#search-error .error-message", "in the queue already");
            assertThat(person.reads("#status-queue")).isEqualTo("Queue: 4, paused");

            person.click("#status-queue");
            assertThat(waiting(person))
                    .containsExactly(
                            "Two moons · kal-net · 100,000 epochs · seed 0",
                            "Two moons · kal-net · 5 epochs · seed 0",
                            "Two moons · kal-net · 6 epochs · seed 0",
                            "Search · Two moons · kal-net · learning rate · 9 trials");
            person.drag("#queue-works", at(person, 0, 0.5), at(person, 1, 0.3), at(person, 1, 0.8), at(person, 2, 0.8));
            assertThat(waiting(person).get(2)).contains("100,000 epochs");
            assertThat(selected(person)).contains("100,000 epochs");
            person.drag("#queue-works", at(person, 2, 0.5), at(person, 1, 0.2), at(person, 0, 0.2));
            assertThat(waiting(person))
                    .satisfiesExactly(
                            title -> assertThat(title).contains("100,000 epochs"),
                            title -> assertThat(title).contains("5 epochs"),
                            title -> assertThat(title).contains("6 epochs"),
                            title -> assertThat(title).contains("9 trials"));
            person.press(KeyCode.ALT, KeyCode.DOWN);
            person.press(KeyCode.ALT, KeyCode.DOWN);
            assertThat(waiting(person).get(2)).contains("100,000 epochs");
            person.press(KeyCode.ALT, KeyCode.UP);
            person.press(KeyCode.ALT, KeyCode.UP);
            assertThat(waiting(person).getFirst()).contains("100,000 epochs");
            person.press(KeyCode.DOWN);
            person.click("#queue-remove");
            person.click("#queue-down");
            assertThat(waiting(person).getLast()).contains("6 epochs");
            person.click("#queue-undo");
            person.until(
                    () -> waiting(person).size() == 4 && waiting(person).get(1).contains("5 epochs"));
            person.click("#queue-go");
            person.click("#queue-close");
            person.goesTo("train");
            person.waitForText("#start", "Pause");
            person.waitForText("#status-queue", "Queue: 3");
            person.until(
                    () -> person.workspace().models().getLast().modelProperty().get() != null);

            person.restarts();
            person.until(() -> person.told("3 trainings and 1 search wait in the queue."));
            assertThat(person.reads("#start")).isEqualTo("Start");
            person.takes("Resume queue");
            person.waitForText("#start", "Pause");
            assertThat(person.reads("#header-context")).startsWith("Two moons · kal-net #1");
            assertThat(person.reads("#field-epochs")).isEqualTo("100000");
            person.click("#stop");
            person.until(() -> person.workspace().queue.works().isEmpty());
            person.goesTo("runs");
            person.waitForText("#runs-trials", "9 trials");
            person.until(() -> person.rows("#runs-table").size() == 4);
            List<StoredRun> runs = person.<StoredRun>rows("#runs-table").reversed();
            assertThat(runs.getFirst().state()).isEqualTo(RunState.STOPPED);
            assertThat(runs.get(1).description().plannedEpochs()).isEqualTo(5);
            assertThat(runs.getLast().description().plannedEpochs()).isEqualTo(6);
            assertThat(runs)
                    .filteredOn(run -> run.description().kind() == RunKind.SEARCH)
                    .hasSize(1);
        }
    }

    @Test
    void the_next_training_is_set_up_while_one_runs_and_begins_after_it() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("Circles", 100_000);
            person.click("#start");
            person.waitForText("#start", "Pause");
            assertThat(person.find("#field-epochs").isDisabled()).isTrue();
            person.click("#prepare");
            person.type("#field-epochs", "7");
            person.type("#field-learning-rate", "0.02");
            person.click("#queue-add");
            person.waitForText("#status-queue", "Queue: 1");
            person.choose("#data-menu", "Two moons");
            person.waitForText("#data-menu", "Two moons");
            person.type("#field-epochs", "8");
            person.click("#queue-add");
            person.waitForText("#status-queue", "Queue: 2");
            assertThat(person.reads("#header-context"))
                    .as("what is shown is the run that goes on")
                    .startsWith("Circles · kal-net #1");
            assertThat(person.find("#run-1", ToggleButton.class).isSelected()).isTrue();
            person.type("#field-epochs", "9");
            person.click("#prepare");
            assertThat(person.reads("#data-menu")).isEqualTo("Circles");
            assertThat(person.find("#data-menu").isDisabled()).isTrue();
            person.click("#prepare");
            assertThat(person.reads("#data-menu")).as("what is set up stays").isEqualTo("Two moons");
            assertThat(person.reads("#field-epochs")).isEqualTo("9");
            person.click("#prepare");
            Path table = Files.writeString(home.resolve("table.csv"), "a,b\n1,2\n");
            person.interact(() -> person.window().open(table));
            person.waitForText("#train-error .error-message", "Set up next");
            assertThat(person.reads("#field-epochs")).isEqualTo("100000");
            assertThat(person.find("#field-epochs").isDisabled()).isTrue();
            person.click("#stop");
            person.until(() -> person.workspace().queue.works().isEmpty()
                    && person.reads("#start").equals("Start"));
            assertThat(person.reads("#field-epochs")).isEqualTo("8");
            person.until(() -> person.told("Your settings from before are kept: Two moons · kal-net."));
            person.takes("Bring back");
            assertThat(person.reads("#field-epochs")).isEqualTo("9");
            person.goesTo("runs");
            person.until(() -> person.rows("#runs-table").size() == 3);
            List<StoredRun> runs = person.rows("#runs-table");
            assertThat(runs.getFirst().description().dataset()).isEqualTo("Two moons");
            assertThat(runs.getFirst().description().plannedEpochs()).isEqualTo(8);
            runs = runs.subList(1, 3);
            assertThat(runs.getFirst().description().dataset()).isEqualTo("Circles");
            assertThat(runs.getFirst().description().plannedEpochs()).isEqualTo(7);
            assertThat(runs.getFirst().state()).isEqualTo(RunState.FINISHED);
            assertThat(runs.getFirst().parsedConfiguration().recipe().learningRate())
                    .isEqualTo(0.02);
        }
    }
}
