package org.kanworkbench.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TitledPane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.runs.compare.ScatterPicture;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.DatasetDigest;
import org.kanworkbench.files.model.StartWeights;
import org.kanworkbench.runs.RunFiles;
import org.kanworkbench.runs.RunKind;
import org.kanworkbench.runs.RunQuery;
import org.kanworkbench.runs.StoreException;
import org.kanworkbench.runs.StoredRun;
import org.kanworkbench.search.SearchTrial;
import org.kanworkbench.training.Configuration;

@Timeout(240)
class SearchJourneyTest {

    @TempDir
    private Path home;

    @Test
    @SuppressWarnings("unchecked")
    void a_search_is_stopped_goes_on_after_a_restart_and_its_best_is_used_and_confirmed() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("Two moons", 10);
            person.goesTo("search");
            assertThat(person.reads("#search-problem")).isEqualTo("Add a setting to search.");
            assertThat(person.reads("#search-base")).isEqualTo("Two moons, kal-net, 10 epochs, seed 0");
            assertThat(person.find("#search-problem").getStyleClass()).contains("field-hint");
            assertThat(person.shown("#field-search-run-on"))
                    .as("without Spark there is no cluster to choose")
                    .isFalse();
            person.goesTo("train");
            person.asksForMenu("#field-learning-rate");
            person.clicksItem("Search over this…");
            person.waitForText("#header-title", "Search");
            person.waitForText("#field-search-lr", "log");
            person.choose("#search-add", "Order");
            person.type("#field-search-lr", "0.1 to 0.01");
            person.waitForText(".search-row .field-problem", "give the smaller number first");
            assertThat(person.shown("#search-problem"))
                    .as("the field tells it, and once is enough")
                    .isFalse();
            person.type("#field-search-lr", "0.001 to 0.2 log");
            person.type("#field-search-trials", "3000");
            person.click("#search-start");
            person.waitForText("#search-best", "% at the last epoch · trial");
            person.until(() -> complete(person) >= 3);
            person.click("#search-stop");
            person.until(() -> !person.shown("#search-stop"));
            assertThat(complete(person)).isLessThan(3000);

            String found = person.reads("#search-best");
            person.restarts();
            person.goesTo("search");
            person.waitForText("#search-best", found);
            person.goesTo("train");
            person.choosesToy("XOR", 10);
            person.goesTo("search");
            assertThat(person.reads("#search-base")).endsWith(". The results beside it are of Two moons.");
            person.goesTo("runs");
            person.waitForText("#runs-trials", "trials");
            assertThat(person.<StoredRun>rows("#runs-table"))
                    .as("a search stands for its trials")
                    .extracting(run -> run.description().kind())
                    .containsExactly(RunKind.SEARCH);
            person.click("#runs-trials");
            person.until(() -> person.rows("#runs-table").size() > 2);
            person.click("#runs-trials");
            person.until(() -> person.rows("#runs-table").size() == 1);
            person.selects("#runs-table", 0);
            person.click("#preview-trials");
            person.until(() -> person.rows("#runs-table").size() > 2);
            assertThat(person.<StoredRun>rows("#runs-table"))
                    .allSatisfy(run -> assertThat(run.tags()).contains(person.reads("#runs-search")));
            person.type("#runs-search", "");
            person.until(() -> person.rows("#runs-table").size() == 1);
            person.selects("#runs-table", 0);
            person.click("#preview-open");
            person.waitForText("#header-title", "Search");
            person.waitForText("#search-best", "trial");
            assertThat(person.reads("#header-context")).matches("Two moons · kal-net · [0-9]+ trials");
            person.until(() -> person.reads("#search-base").equals("Two moons, kal-net, 10 epochs, seed 0"));
            List<SearchTrial> trials = person.rows("#search-trials");
            assertThat(person.reads("#header-context")).endsWith("· " + trials.size() + " trials");
            person.interact(() -> {
                TableView<SearchTrial> table = (TableView<SearchTrial>) person.find("#search-trials");
                TableColumn<SearchTrial, ?> score = table.getColumns().get(2);
                score.setSortType(TableColumn.SortType.DESCENDING);
                table.getSortOrder().add(score);
            });
            person.until(() -> person.<SearchTrial>rows("#search-trials")
                            .getFirst()
                            .score()
                    == trials.stream().mapToDouble(SearchTrial::score).max().orElseThrow());
            ScatterPicture slice = (ScatterPicture) person.find("#search-slice-picture");
            int opened = person.workspace().models().size();
            Point2D trial = person.call(() -> slice.placeOf(0));
            Point2D share = new Point2D(trial.getX() / slice.getWidth(), trial.getY() / slice.getHeight());
            person.drag("#search-slice-picture", share);
            person.until(() -> person.workspace().models().size() > opened);
            person.goesTo("search");
            int before = person.workspace().library.storeProperty().get().count(RunQuery.NEWEST);
            person.type("#field-search-trials", String.valueOf(before + 12));
            person.waitFor("#search-start", node -> !node.isDisabled());
            person.click("#search-start");
            // It may be over before anybody sees that it runs.
            person.until(() -> !person.shown("#search-stop")
                    && person.reads("#header-context").endsWith("· " + (before + 12) + " trials"));
            person.waitFor("#search-start", node -> !node.isDisabled());
            person.click("#search-start");
            person.until(() -> person.told("trials are done: raise Trials to continue."));
            person.waitFor("#search-start", node -> !node.isDisabled());
            person.drag(
                    "#search-parallel-picture", new Point2D(0.06, 0.4), new Point2D(0.06, 0.5), new Point2D(0.06, 0.7));

            person.click("#search-confirm");
            person.waitForText("#search-confirmed", "over 6 new seeds");
            int trained = trainings(person);
            person.waitFor("#search-confirm", node -> !node.isDisabled());
            person.click("#search-confirm");
            person.waitFor("#search-confirm", node -> !node.isDisabled());
            assertThat(person.reads("#search-confirmed")).contains("over 6 new seeds");
            assertThat(trainings(person)).as("told again, not trained again").isEqualTo(trained);
            String best = person.reads("#search-params");
            person.click("#search-use");
            person.waitForText("#header-title", "Train");
            String rate = best.replaceFirst(".*Learning rate ([0-9.]+).*", "$1");
            assertThat(Double.parseDouble(person.reads("#field-learning-rate"))).isEqualTo(Double.parseDouble(rate));

            person.goesTo("search");
            Node parallel = person.find("#search-parallel-picture");
            double first = 56 / parallel.getLayoutBounds().getWidth();
            person.drag("#search-parallel-picture", new Point2D(first, 0.2), new Point2D(first, 0.5));
            assertThat(parallel.getAccessibleText()).contains(" selected of ");
            int done = person.<SearchTrial>rows("#search-trials").size();
            person.type("#field-search-trials", String.valueOf(done + 3));
            person.waitFor("#search-start", node -> !node.isDisabled());
            person.click("#search-start");
            // What Train has of the search does not begin another.
            person.until(() -> person.<SearchTrial>rows("#search-trials").size() >= done + 3);
            assertThat(person.workspace()
                            .library
                            .storeProperty()
                            .get()
                            .list(RunQuery.NEWEST.withKinds(List.of(RunKind.SEARCH))))
                    .hasSize(1);
            assertThat(parallel.getAccessibleText()).contains(" selected of ");

            assertThat(person.reads("#search-legend-best")).isEqualTo("Best");
            person.pick("#field-search-second", "Par");
            person.type("#field-search-trials", "3");
            person.waitFor("#search-start", node -> !node.isDisabled());
            person.click("#search-start");
            person.until(() -> person.<SearchTrial>rows("#search-trials").size() == 3);
            assertThat(parallel.getAccessibleText())
                    .as("what was selected in another search")
                    .doesNotContain("selected");
            assertThat(person.reads("#search-legend-best")).isEqualTo("On the Pareto front");
            assertThat(person.reads("#search-contour-hint")).isEqualTo("Needs ten complete trials with both settings");
            assertThat(parallel.getAccessibleText()).endsWith("Parameters, Accuracy, %");
        }
    }

    @Test
    void a_search_runs_on_a_cluster_and_what_goes_wrong_there_is_a_line() throws Exception {
        PretendedClusters clusters = new PretendedClusters(home);
        Path secret = Files.writeString(home.resolve("secret.txt"), "open sesame\n");
        try (Person person = Person.opens(home, Optional.of(clusters))) {
            person.choosesToy("Two moons", 2);
            person.goesTo("search");
            person.choose("#search-add", "Learning rate");
            person.type("#field-search-trials", "6");
            assertThat(person.shown("#field-search-master")).isFalse();
            person.pick("#field-search-run-on", "A Spark");
            person.waitForText("#search-problem", "address of the cluster's master");
            assertThat(person.find("#search-start").isDisabled()).isTrue();

            person.type("#field-search-master", "spark://nowhere:7077");
            person.click("#search-start");
            person.waitForText("#search-error .error-message", "no master answers at spark://nowhere:7077");
            person.type("#field-search-master", PretendedClusters.SLOW);
            person.click("#search-start");
            person.waitForText("#status-job", "connecting to spark://slow:7077");
            person.until(() -> clusters.waited() == 1);
            assertThat(person.find("#field-search-master").isDisabled()).isTrue();
            person.click("#search-stop");
            person.waitFor("#search-start", node -> !node.isDisabled());
            assertThat(person.shown("#search-error")).isFalse();

            person.type("#field-search-master", PretendedClusters.THERE);
            person.willChoose(secret);
            person.click("#search-secret-open");
            assertThat(person.reads("#field-search-secret")).isEqualTo(secret.toString());
            person.click("#search-start");
            person.waitForText("#search-counts", "complete");
            person.until(() -> !person.shown("#search-stop"));
            assertThat(person.reads("#search-counts")).contains(" 0 failed");
            assertThat(clusters.ran()).containsExactly(6);
            assertThat(clusters.secrets()).containsExactly(Optional.of("open sesame"));
            person.click("#search-confirm");
            person.waitForText("#search-confirmed", "over 6 new seeds");
            assertThat(clusters.ran()).containsExactly(6, 12);
            assertThat(clusters.left()).isTrue();

            person.restarts();
            person.goesTo("search");
            assertThat(person.reads("#field-search-master")).isEqualTo(PretendedClusters.THERE);
            assertThat(person.reads("#field-search-secret")).isEqualTo(secret.toString());
            person.goesTo("runs");
            person.pick("#runs-kinds", "Search");
            person.until(() -> person.rows("#runs-table").size() == 1);
            person.selects("#runs-table", 0);
            person.click("#preview-open");
            person.waitForText("#search-confirmed", "Permutation test, paired by seed: p = ");
        }
    }

    @Test
    void a_setting_is_searched_only_when_another_has_a_certain_value() throws Exception {
        try (Person person = Person.opens(home)) {
            person.choosesToy("Two moons", 1);
            person.goesTo("search");
            List<MenuItem> offered =
                    person.find("#search-add", MenuButton.class).getItems();
            assertThat(offered)
                    .extracting(MenuItem::getText)
                    .startsWith("Common settings: learning rate, hidden units, order", "Preset")
                    .contains("Order")
                    .doesNotContain("Label smoothing");
            assertThat(((Menu) offered.getLast()).getItems())
                    .extracting(MenuItem::getText)
                    .contains("Label smoothing")
                    .as("points have no pixels")
                    .doesNotContain("Shift, ± px");
            person.choose("#search-add", "Order");
            assertThat(person.shown("#search-when-order"))
                    .as("nothing to depend on")
                    .isFalse();
            person.choose("#search-add", "Preset");
            person.click("#search-when-order");
            assertThat(person.reads("#field-search-when-order")).isEqualTo("preset is kal-net");
            person.type("#field-search-when-order", "preset is kac-net");
            person.waitForText("#search-problem", "Order: preset is searched from kal-net and is never kac-net.");
            person.type("#field-search-preset", "kal-net, kac-net");
            person.waitFor("#search-start", node -> !node.isDisabled());
            person.click("#search-remove-preset");
            person.waitForText("#search-problem", "Order: preset is no other setting of this search");
            person.choose("#search-add", "Preset");
            person.type("#field-search-preset", "kal-net, kac-net");
            person.type("#field-search-trials", "12");
            person.pick("#field-search-asynchronous", "Any");
            person.click("#search-start");
            person.waitForText("#search-counts", "complete");
            person.until(() -> !person.shown("#search-stop"));

            try (Stream<Path> files = Files.walk(home)) {
                Path trials = files.filter(file -> file.endsWith("trials.jsonl"))
                        .findFirst()
                        .orElseThrow();
                assertThat(Files.readAllLines(trials))
                        .hasSize(12)
                        .allSatisfy(
                                line -> assertThat(line.contains("\"order\":")).isEqualTo(line.contains("kac-net")))
                        .anySatisfy(line -> assertThat(line).contains("\"order\":"))
                        .anySatisfy(line -> assertThat(line).doesNotContain("\"order\":"));
            }
            person.click("#search-remove-order");
            person.goesTo("runs");
            person.pick("#runs-kinds", "Search");
            person.until(() -> person.rows("#runs-table").size() == 1);
            person.selects("#runs-table", 0);
            person.click("#preview-open");
            person.waitForText("#field-search-when-order", "preset is kac-net");
            assertThat(person.find("#field-search-asynchronous", ComboBox.class).getValue())
                    .isEqualTo(true);
            person.click("#search-when-order");
            assertThat(person.shown("#field-search-when-order")).isFalse();
        }
    }

    @Test
    void trials_that_begin_with_weights_see_a_table_as_these_and_no_other_data_confirm_them() throws Exception {
        Path first = table("first.csv", "x,y,kind", 1);
        Path second = table("second.csv", "y,x,kind", 9);
        try (Person person = Person.opens(home)) {
            opens(person, first);
            person.type("#field-epochs", "2");
            person.trains();
            opens(person, second);
            person.interact(
                    () -> person.find("#more-settings", TitledPane.class).setExpanded(true));
            person.choose("#start-from", "Weights of");
            person.waitForText("#start-from", "Weights of");
            person.goesTo("search");
            person.choose("#search-add", "Learning rate");
            person.pick("#field-search-sampler", "Grid");
            person.type("#field-search-lr", "0.01, 0.02");
            person.click("#search-start");
            person.waitForText("#search-counts", "2 complete");
            person.until(() -> !person.shown("#search-stop"));

            Configuration base = person.workspace().session.configuration().orElseThrow();
            assertThat(base.start()).isNotEmpty();
            try (Stream<Path> files = Files.walk(home.resolve("searches"))) {
                Path data = files.filter(file -> file.endsWith(RunFiles.DATA))
                        .findFirst()
                        .orElseThrow();
                assertThat(Files.readString(data).strip())
                        .isEqualTo(DatasetDigest.of(
                                StartWeights.scaled(base.data().load(), base).withoutTest()))
                        .isNotEqualTo(DatasetDigest.of(base.data().load().withoutTest()));
            }
            person.waitFor("#search-start", node -> !node.isDisabled());
            person.click("#search-start");
            person.until(() ->
                    person.told("All 2 combinations of the grid are done: add values, or choose another sampler."));
            person.click("#search-confirm");
            person.waitForText("#search-confirmed", "over 6 new seeds");

            person.goesTo("train");
            Dataset before = person.workspace().datasetProperty().get();
            opens(person, table("second.csv", "y,x,kind", 3));
            person.until(() -> person.workspace().datasetProperty().get() != before);
            person.goesTo("search");
            person.waitFor("#search-confirm", node -> !node.isDisabled());
            person.click("#search-confirm");
            person.waitForText("#search-error .error-message", "has changed since this search began");
            person.click("#search-use");
            person.waitForText("#header-title", "Train");
        }
    }

    private Path table(String name, String header, int factor) throws IOException {
        return Files.writeString(
                home.resolve(name),
                header + "\n"
                        + IntStream.range(0, 40)
                                .mapToObj(i -> factor * i + "," + i % 7 + ",k" + i % 2 + "\n")
                                .collect(Collectors.joining()));
    }

    private static void opens(Person person, Path table) throws InterruptedException {
        person.willChoose(table);
        person.choose("#data-menu", "Open CSV");
        person.waitForText("#data-menu", table.getFileName().toString().replace(".csv", ""));
        person.waitFor("#start", node -> !node.isDisabled());
    }

    private static int trainings(Person person) throws StoreException {
        return person.workspace()
                .library
                .storeProperty()
                .get()
                .list(RunQuery.NEWEST.withKinds(List.of(RunKind.TRAINING)))
                .size();
    }

    private static int complete(Person person) {
        return Integer.parseInt(
                person.reads("#search-counts").replaceFirst(" complete.*", "").replace(",", ""));
    }
}
