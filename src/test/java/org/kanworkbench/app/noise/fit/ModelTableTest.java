package org.kanworkbench.app.noise.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WindowExtension;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

@ExtendWith(WindowExtension.class)
class ModelTableTest {

    private static final PseudoClass BEST = PseudoClass.getPseudoClass("best");

    private ModelTable table;

    @Start
    void open(Stage stage) {
        table = new ModelTable();
        stage.setScene(new Scene(table));
        stage.show();
    }

    private static ModelRow row(String name, double mse, double snr) {
        return new ModelRow(name, 0, "", 100, 200, mse, snr, 1, false);
    }

    private List<String> best() {
        return Stream.of("a", "b", "c")
                .flatMap(name -> Stream.of("mse-" + name, "snr-" + name))
                .filter(id -> table.lookup("#" + id).getPseudoClassStates().contains(BEST))
                .toList();
    }

    @Test
    void every_column_marks_its_own_best(FxRobot robot) {
        robot.interact(() -> table.show(List.of(row("a", 1.403, 10.8), row("b", 2.853, 13.6), row("c", 2.6, 13.4))));
        assertThat(best()).containsExactly("mse-a", "snr-b");
    }

    @Test
    void what_is_no_number_is_never_the_best(FxRobot robot) {
        robot.interact(() -> table.show(
                List.of(row("a", Double.NaN, Double.NaN), row("b", 2, 3), row("c", 1, Double.POSITIVE_INFINITY))));
        assertThat(best()).containsExactly("snr-b", "mse-c");
    }
}
