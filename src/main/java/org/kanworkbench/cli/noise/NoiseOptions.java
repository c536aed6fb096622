package org.kanworkbench.cli.noise;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.data.DataException;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.noise.NoisePlace;
import org.kanworkbench.noise.NoiseShape;
import org.kanworkbench.noise.NoiseUnit;
import org.kanworkbench.noise.fit.Budget;
import org.kanworkbench.noise.sweep.StandardSweep;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.noise.sweep.SweepFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What to sweep: a configuration file, or the standard sweep with changes. */
final class NoiseOptions {

    @Option(names = "--config", paramLabel = "FILE", description = "Repeats the sweep of a configuration, all of it.")
    private Path config;

    @Option(
            names = "--standard",
            description = "The standard sweep, of which docs/noise.md tells; --seeds and --seed may differ.")
    private boolean standard;

    @Mixin
    private TargetOptions targets;

    @Mixin
    private ModelOptions models;

    @Option(
            names = "--noise",
            paramLabel = "LEVELS",
            split = ",",
            description = "Noise levels; 0,0.1,0.2,0.3,0.5,0.75,1 by default.")
    private List<Double> levels;

    @Option(
            names = "--noise-unit",
            paramLabel = "U",
            description = "relative: multiples of the signal's standard deviation (default); deviation: in the target's"
                    + " units; snr-db: signal-to-noise ratio in dB.")
    private String unit;

    @Option(
            names = "--noise-on",
            paramLabel = "P",
            description = "targets (default) or inputs of the training rows, or evaluation: inputs of the test rows.")
    private String place;

    @Option(
            names = "--noise-shape",
            paramLabel = "S",
            description = "gaussian (default), uniform, laplace, heavy-tailed, outliers, heteroscedastic.")
    private String shape;

    @Option(names = "--sizes", paramLabel = "N", split = ",", description = "Training rows; 100.")
    private List<Integer> sizes;

    @Option(names = "--seeds", paramLabel = "N", description = "How many; 10. At least 8 can show a difference.")
    private Integer seeds;

    @Option(names = "--seed", paramLabel = "N", description = "The first one; 0.")
    private Long seed;

    @Option(names = "--steps", paramLabel = "N", description = "Of every network's optimiser, for each setting.")
    private Integer steps;

    @Option(names = "--batch", paramLabel = "N", description = "Most rows of a step.")
    private Integer batch;

    long seed() {
        return seed == null ? 0 : seed;
    }

    private boolean changed() {
        return targets.given()
                || models.given()
                || Stream.of(levels, unit, place, shape, sizes, steps, batch).anyMatch(Objects::nonNull);
    }

    SweepConfiguration configuration() throws CommandFailure, DataException, ModelFileException {
        if (config != null) {
            if (changed() || seeds != null || seed != null) {
                throw CommandFailure.badInput(
                        "--config says everything: leave the other options out, or change the file");
            }
            return SweepFile.read(config);
        }
        if (standard && changed()) {
            throw CommandFailure.badInput(
                    "--standard says what is fitted: leave the other options out, or leave it out");
        }
        SweepConfiguration defaults = StandardSweep.configuration();
        return new SweepConfiguration(
                targets.targets(),
                Choices.named("--noise-on", place, defaults.place(), NoisePlace.values()),
                Choices.named("--noise-shape", shape, defaults.shape(), NoiseShape.values()),
                Choices.named("--noise-unit", unit, defaults.unit(), NoiseUnit.values()),
                levels == null ? defaults.levels() : levels,
                sizes == null ? defaults.rows() : sizes,
                models.contenders(),
                seeds == null ? defaults.seeds() : seeds,
                seed(),
                new Budget(
                        steps == null ? defaults.budget().steps() : steps,
                        batch == null ? defaults.budget().batch() : batch),
                defaults.tuning(),
                List.of());
    }
}
