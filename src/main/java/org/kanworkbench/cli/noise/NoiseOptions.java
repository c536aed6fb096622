package org.kanworkbench.cli.noise;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.kanworkbench.cli.command.Choices;
import org.kanworkbench.cli.command.CommandFailure;
import org.kanworkbench.data.AbsolutePath;
import org.kanworkbench.data.DataException;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.noise.NoisePlace;
import org.kanworkbench.noise.NoiseShape;
import org.kanworkbench.noise.NoiseUnit;
import org.kanworkbench.noise.sweep.StandardSweep;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.noise.training.Budget;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The sweep: a configuration file, or the standard sweep with changes. */
final class NoiseOptions {

    @Option(names = "--config", paramLabel = "FILE", description = "Repeats the sweep of this configuration file.")
    private Path config;

    @Option(
            names = "--standard",
            description = "The standard sweep (docs/noise.md); only --seeds, --seed and --engine may be changed.")
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
            description = "relative (default): multiples of the signal's standard deviation; deviation: standard "
                    + "deviation in the target's units; snr-db: signal-to-noise ratio [dB].")
    private String unit;

    @Option(
            names = "--noise-on",
            paramLabel = "P",
            description = "targets (default) or inputs of the training samples, or evaluation: inputs of the test "
                    + "samples.")
    private String place;

    @Option(
            names = "--noise-shape",
            paramLabel = "S",
            description = "Distribution: gaussian (default), uniform, laplace, heavy-tailed, outliers or "
                    + "heteroscedastic.")
    private String shape;

    @Option(
            names = "--sizes",
            paramLabel = "N",
            split = ",",
            description = "Numbers of training samples; 100 by default.")
    private List<Integer> sizes;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Number of seeds; 10 by default. At least 8 are needed to show a difference.")
    private Integer seeds;

    @Option(names = "--seed", paramLabel = "N", description = "First random seed; 0 by default.")
    private Long seed;

    @Option(names = "--steps", paramLabel = "N", description = "Optimiser steps per fit; 1000 by default.")
    private Integer steps;

    @Option(names = "--batch", paramLabel = "N", description = "Largest batch size; 256 by default.")
    private Integer batch;

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description =
                    "Engine: vector (default), opencl or cuda; on a device the networks of all fits under way train "
                            + "together, of 64 or as many as there are --threads.")
    private String engine;

    long seed() {
        return seed == null ? 0 : seed;
    }

    private boolean changed() {
        return targets.given()
                || models.given()
                || Stream.of(levels, unit, place, shape, sizes, steps, batch).anyMatch(Objects::nonNull);
    }

    /** Throws if anything but the seed is given. */
    void refuse(String why) throws CommandFailure {
        if (engine != null) {
            throw CommandFailure.badInput(why + ": leave --engine out");
        }
        if (changed() || standard || config != null || seeds != null) {
            throw CommandFailure.badInput(why + ": leave all options but --seed and --out out");
        }
    }

    SweepConfiguration configuration() throws CommandFailure, DataException, ModelFileException {
        if (config != null) {
            if (changed() || Stream.of(seeds, seed, engine).anyMatch(Objects::nonNull)) {
                throw CommandFailure.badInput(
                        "--config says everything: leave the other options out, or change the file");
            }
            return SweepConfiguration.read(config).located(AbsolutePath::of);
        }
        if (standard && changed()) {
            throw CommandFailure.badInput(
                    "--standard says what is fitted: leave the other options out, or leave it out");
        }
        SweepConfiguration defaults = StandardSweep.configuration();
        SweepConfiguration made = new SweepConfiguration(
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
                List.of(),
                engine == null ? defaults.engine() : engine);
        // It may be repeated from another folder.
        return made.located(AbsolutePath::of);
    }
}
