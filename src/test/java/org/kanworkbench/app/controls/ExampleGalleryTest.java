package org.kanworkbench.app.controls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.kanworkbench.app.WindowExtension;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.source.DataSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

@ExtendWith(WindowExtension.class)
class ExampleGalleryTest {

    @TempDir
    private Path folder;

    private ExampleGallery gallery;

    @Start
    void open(Stage stage) {
        gallery = new ExampleGallery();
        stage.setScene(new Scene(gallery, 400, 200));
        stage.show();
    }

    @Test
    void rows_of_a_table_are_shown_in_the_columns_own_units(FxRobot robot) throws Exception {
        Path file = folder.resolve("leaves.csv");
        List<String> rows = IntStream.range(0, 20)
                .mapToObj(n -> (100 + n) + "," + -0.25 * (n + 1) + "," + (n % 2 == 0 ? "oak" : "elm"))
                .toList();
        Files.writeString(file, "length,bend,tree\n" + String.join("\n", rows) + "\n");
        Dataset dataset = new DataSource.CsvFile(file).load();
        robot.interact(() -> gallery.show(
                "",
                dataset,
                dataset.train(),
                IntStream.range(0, dataset.train().size())
                        .mapToObj(row -> new ExampleGallery.Item(row, () -> ""))
                        .toList()));
        List<Label> labels = robot.lookup(".gallery-item.numbers .label").queryAllAs(Label.class).stream()
                .toList();
        assertThat(labels.stream().map(Label::getText).collect(Collectors.toSet()))
                .hasSize(dataset.train().size())
                .allMatch(text -> rows.stream()
                        .map(row ->
                                row.replaceAll(",[a-z]+", "").replace(".0", "").replace(",-", ", −"))
                        .anyMatch(row -> row.equals(text)));
        assertThat(labels.getFirst().getTooltip().getText()).matches("length 1[0-9]{2}\nbend −?[0-9.]+");
    }
}
