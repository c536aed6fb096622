package org.kanworkbench.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kanworkbench.bench.figures.BenchContext;
import org.kanworkbench.bench.figures.Result;
import org.kanworkbench.data.source.DataSource;
import org.kanworkbench.data.source.ToyShape;
import org.kanworkbench.dl4j.engine.Nd4jEngines;
import org.kanworkbench.training.Configuration;

class EngineMeasurementTest {

    @Test
    void both_engines_are_timed_and_the_ratio_is_theirs() throws Exception {
        BenchContext context = new BenchContext(new DataSource.Toy(ToyShape.MOONS, 0.1, 200, 1).load(), 1, 0, true, 1);
        List<Result> results = new ArrayList<>();
        new EngineMeasurement(
                        context,
                        Nd4jEngines.all(),
                        Configuration.ND4J_NATIVE,
                        Optional.empty(),
                        List.of("mlp"),
                        List.of(64))
                .measure(results::add);
        assertThat(results)
                .extracting(Result::name)
                .containsExactly(
                        "step vector mlp batch 64",
                        "step nd4j-native mlp batch 64",
                        "nd4j-native / vector mlp batch 64");
        assertThat(results).extracting(Result::unit).containsExactly("ms", "ms", "x");
        assertThat(results).allSatisfy(result -> assertThat(result.value()).isPositive());
        assertThat(results.get(2).value())
                .isEqualTo(results.get(1).value() / results.get(0).value());
    }
}
