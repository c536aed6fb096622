package org.kanworkbench.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.data.source.IdxFiles;

/** Stories that lead to Draw, with networks that were really trained on MNIST. */
class DrawJourneysTest {

    private static final Point2D[] ONE = {new Point2D(0.5, 0.15), new Point2D(0.5, 0.5), new Point2D(0.5, 0.85)};

    @TempDir
    private Path home;

    private static void trainsOnMnist(Person person, String preset) throws Exception {
        person.waitForText("#data-menu", "MNIST");
        person.pick("#field-preset", preset);
        person.type("#field-epochs", "1");
        person.trains();
    }

    @Test
    void a_drawn_digit_is_read_explained_by_the_newest_weights_and_named() throws Exception {
        try (Person person = Person.opens(home)) {
            trainsOnMnist(person, "kal-net");
            person.goesTo("activations");
            person.waitForText("#edge-title", "→");
            person.click("#timeline-first");
            person.waitFor("#timeline-live", node -> !node.isDisabled());
            person.goesTo("draw");
            person.drag(".ink-sheet", ONE);
            person.until(() -> person.texts(".model-winner").getFirst().startsWith("1 · "));
            person.click(".draw-explain");
            person.waitForText("#attribution-sentence", "predicts 1");
            person.goesTo("draw");
            person.click(".ink-sheet");
            person.press(KeyCode.DIGIT1);
            person.click("#draw-tab-own");
            person.waitForText("#draw-tab-own", "1");
            person.restarts();
            person.goesTo("draw");
            person.click("#draw-tab-own");
            person.waitForText("#draw-tab-own", "1");
        }
    }

    @Test
    void six_models_read_one_drawing_and_every_name_can_be_read() throws Exception {
        try (Person person = Person.opens(home)) {
            person.waitForText("#data-menu", "MNIST");
            for (int i = 0; i < 6; i++) {
                person.waitFor("#start", node -> !node.isDisabled());
                person.click("#start");
                person.waitForText("#start", "Pause");
                int open = i + 1;
                person.until(() -> person.workspace().models().size() == open
                        && person.workspace().models().getLast().modelProperty().get() != null);
                person.click("#stop");
                person.waitForText("#start", "Start");
            }
            person.goesTo("draw");
            person.drag(".ink-sheet", ONE);
            person.until(() -> person.texts(".model-winner").stream().noneMatch("–"::equals));
            assertThat(person.scene().getRoot().lookupAll(".model-card")).hasSize(6);
            for (Node name : person.scene().getRoot().lookupAll(".model-card .type-strong")) {
                Label label = (Label) name;
                assertThat(label.getWidth()).isGreaterThanOrEqualTo(label.prefWidth(-1) - 0.5);
            }
        }
    }

    @Test
    void a_model_of_clothes_beside_one_of_digits_says_what_it_was_trained_on_and_judges_no_digit() throws Exception {
        try (Person person = Person.opens(home)) {
            trainsOnMnist(person, "kal-net");
            Path fashion = clothes(home.resolve("fashion-mnist"));
            person.willChoose(fashion);
            person.choose("#data-menu", "Open image folder");
            person.waitForText("#data-menu", "ashion");
            person.type("#field-epochs", "1");
            person.trains();
            assertThat(person.reads("#header-context")).containsIgnoringCase("fashion");
            person.goesTo("draw");
            person.drag(".ink-sheet", ONE);
            person.until(() -> person.texts(".model-winner").stream().noneMatch("–"::equals));
            assertThat(person.texts(".model-card .class-name")).contains("0", "Sneaker");
            person.click(".ink-sheet");
            person.press(KeyCode.DIGIT1);
            person.click("#draw-tab-own");
            person.until(() -> person.texts(".model-score").stream().anyMatch(text -> !text.isEmpty()));
            assertThat(person.texts(".model-score").stream().filter(text -> !text.isEmpty()))
                    .hasSize(1);
            assertThat(person.find("#data-menu", MenuButton.class).getItems())
                    .filteredOn(MenuItem::isDisable)
                    .extracting(MenuItem::getText)
                    .containsExactly("My digits: label 4 more drawings in Draw", "MNIST and my digits");
            assertThat(person.workspace().recent).containsExactly(fashion);
        }
    }

    /** Pictures of the size and under the names of Fashion-MNIST: rectangles of ten sizes. */
    private static Path clothes(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String part : List.of("train", "t10k")) {
            int count = part.equals("train") ? 640 : 200;
            byte[][] pictures = new byte[count][784];
            byte[] labels = new byte[count];
            for (int i = 0; i < count; i++) {
                labels[i] = (byte) (i % 10);
                for (int p = 0; p < 784; p++) {
                    pictures[i][p] = (byte) (p / 28 < 4 + 2 * labels[i] && p % 28 < 24 - labels[i] ? 220 : 0);
                }
            }
            IdxFiles.write(folder, part, pictures, labels);
        }
        return folder;
    }
}
