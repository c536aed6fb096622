package org.kanworkbench.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kanworkbench.bench.engine.AllocationMeasurement;
import org.kanworkbench.bench.engine.CurveMeasurement;
import org.kanworkbench.bench.engine.EmaMeasurement;
import org.kanworkbench.bench.engine.EvaluationMeasurement;
import org.kanworkbench.bench.engine.HogMeasurement;
import org.kanworkbench.bench.engine.InferenceMeasurement;
import org.kanworkbench.bench.engine.MemoryMeasurement;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.Measurement;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.bench.store.RecordingMeasurement;
import org.kanworkbench.bench.store.StoreMeasurement;
import org.kanworkbench.data.ByteFeatures;
import org.kanworkbench.data.Dataset;
import org.kanworkbench.data.Examples;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.Presets;

/** Every measurement comes to its figures. On a part of MNIST and with a hundredth of the repetitions, so that they mean nothing. */
class MeasurementsTest {

    private static final int TRAIN = 640;
    private static final int TEST = 1000;
    private static final double SHARE = 0.01;

    private static BenchContext context;

    @BeforeAll
    static void takeAPart() throws Exception {
        Dataset all = new DataSource.Mnist().load();
        Dataset part = new Dataset(
                "MNIST",
                first(all.train(), TRAIN),
                first(all.test(), TEST),
                all.image(),
                all.target().names());
        context = new BenchContext(part, 2, 0, true, SHARE);
    }

    private static Examples first(Examples examples, int rows) {
        ByteFeatures features = (ByteFeatures) examples.features();
        return new Examples(
                ByteFeatures.pixels(Arrays.copyOf(features.bytes(), rows * features.width()), features.width()),
                Arrays.copyOf(examples.labels(), rows));
    }

    private static List<Result> results(Measurement measurement) throws Exception {
        List<Result> results = new ArrayList<>();
        measurement.measure(results::add);
        assertThat(results).extracting(Result::name).isNotEmpty().doesNotHaveDuplicates();
        assertThat(results).extracting(Result::value).allMatch(Double::isFinite);
        return results;
    }

    private static Map<String, Measurement> all() {
        return Map.of(
                "memory", new MemoryMeasurement(context),
                "inference", new InferenceMeasurement(context),
                "evaluation", new EvaluationMeasurement(context),
                "curve", new CurveMeasurement(context),
                "averaging", new EmaMeasurement(context),
                "recording", new RecordingMeasurement(context),
                "hog", new HogMeasurement(context, Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "inference", "evaluation", "curve", "hog"})
    void times_and_sizes_are_above_zero(String name) throws Exception {
        assertThat(results(all().get(name))).extracting(Result::value).allMatch(value -> value > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"averaging", "recording"})
    void what_something_adds_is_told_as_a_share(String name) throws Exception {
        // Less than nothing may be left, but not less than the whole.
        assertThat(results(all().get(name)))
                .filteredOn(result -> result.unit().equals("%"))
                .isNotEmpty()
                .extracting(Result::value)
                .allMatch(value -> value > -100);
    }

    @Test
    void every_preset_is_looked_at_for_what_its_step_allocates() throws Exception {
        assertThat(results(new AllocationMeasurement(context)))
                .extracting(Result::name)
                .containsExactlyElementsOf(Presets.ALL.stream()
                        .map(Preset::name)
                        .map(preset -> "allocation a step " + preset)
                        .toList());
    }

    @Test
    void a_store_is_filled_opened_in_other_processes_and_searched() throws Exception {
        List<Result> results = results(new StoreMeasurement(context));
        assertThat(results).extracting(Result::unit).containsOnly("ms");
        assertThat(results)
                .extracting(Result::name)
                .contains("search 'zzz', 0 found", "opening, first in its process")
                .anyMatch(name -> name.startsWith("search 'kal', "))
                .noneMatch(name -> name.equals("search 'kal', 0 found"));
    }
}
