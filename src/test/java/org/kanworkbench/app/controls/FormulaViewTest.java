package org.kanworkbench.app.controls;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kanworkbench.app.WindowExtension;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;

@ExtendWith(WindowExtension.class)
class FormulaViewTest {

    private FormulaView view;

    @Start
    void open(Stage stage) {
        view = new FormulaView("", true);
    }

    @Test
    void a_long_sum_is_broken_between_its_terms(FxRobot robot) {
        String sum = "-1.13 \\, \\mathrm{humidity} + 25 \\, \\mathrm{temp} - {\\left(x + 1.25\\right)}^{2}"
                + " + 194 \\, {\\mathrm{weather}}_{clear} - \\frac{y + 2}{1 + z} + 311.2";
        robot.interact(() -> view.show(sum, Double.POSITIVE_INFINITY));
        double wide = view.prefWidth(-1);
        double low = view.prefHeight(-1);

        robot.interact(() -> view.show(sum, wide - 1));
        assertThat(view.prefWidth(-1)).isBetween(0.9 * wide, wide);
        robot.interact(() -> view.show(sum, wide / 4));
        assertThat(view.prefWidth(-1)).isLessThanOrEqualTo(wide / 4);
        assertThat(view.prefHeight(-1)).isBetween(1.5 * low, 4 * low);

        String product = "\\mathrm{humidity} \\, \\mathrm{temp} \\, \\mathrm{weather} \\, \\left(x + y\\right)";
        robot.interact(() -> view.show(product, 20));
        assertThat(view.prefWidth(-1)).as("nothing to break").isGreaterThan(20);
    }
}
