package org.kanworkbench.bench.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kanworkbench.bench.figures.BenchContext;

class DrawMeasurementTest {

    @Test
    void the_way_over_the_sheet_costs_at_most_a_point_and_three_when_shifted_and_scaled() throws Exception {
        Map<String, Double> percent = new TreeMap<>();

        new DrawAccuracyMeasurement(BenchContext.of(2, 0, false))
                .measure(result -> percent.put(result.name(), result.value()));

        double direct = percent.get("draw accuracy, direct");
        assertThat(direct).isGreaterThan(95);
        assertThat(percent.get("draw accuracy, over the sheet")).isGreaterThanOrEqualTo(direct - 1);
        assertThat(percent.get("draw accuracy, shifted and scaled by up to 30 %"))
                .isGreaterThanOrEqualTo(direct - 3);
    }

    @Test
    @Timeout(120)
    void every_event_of_a_stroke_reaches_the_bars_and_a_frame_after_that() throws Exception {
        Map<String, Double> milliseconds = new TreeMap<>();

        new DrawLatencyMeasurement().measure(result -> milliseconds.put(result.name(), result.value()));

        assertThat(milliseconds.get("stroke to bars' values")).isPositive();
        assertThat(milliseconds.get("stroke to bars' frame"))
                .isGreaterThanOrEqualTo(milliseconds.get("stroke to bars' values"));
        assertThat(FxThread.call(() -> "the next window may come")).isNotEmpty();
    }
}
