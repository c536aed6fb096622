package org.kanworkbench.noise.sweep;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.kanworkbench.files.AtomicFile;
import org.kanworkbench.files.ModelFileException;
import org.kanworkbench.files.SaveException;
import org.kanworkbench.files.json.VectorEngineName;
import org.kanworkbench.files.json.VersionedJson;
import org.kanworkbench.network.Limits;
import org.kanworkbench.noise.Noise;
import org.kanworkbench.noise.NoisePlace;
import org.kanworkbench.noise.NoiseShape;
import org.kanworkbench.noise.NoiseUnit;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.contender.Sizing;
import org.kanworkbench.noise.contender.TimedSize;
import org.kanworkbench.noise.fit.Tuning;
import org.kanworkbench.noise.target.Target;
import org.kanworkbench.noise.training.Budget;
import org.kanworkbench.training.Configuration;

/**
 * The configuration of a sweep, which determines its fits.
 *
 * @param levels of the noise, in {@code unit}
 * @param rows sizes of the training set
 * @param seeds how many, from {@code firstSeed} on
 * @param timed sizes found by matching time; empty before measurement, or if nothing matches by time
 * @param engine that trains the networks; not in files if it is the vector engine
 */
public record SweepConfiguration(
        List<Target> targets,
        NoisePlace place,
        NoiseShape shape,
        NoiseUnit unit,
        List<Double> levels,
        List<Integer> rows,
        List<Contender> contenders,
        int seeds,
        long firstSeed,
        Budget budget,
        Tuning tuning,
        List<TimedSize> timed,

        @JsonProperty(defaultValue = VectorEngineName.JSON)
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = VectorEngineName.class)
        String engine) {

    private static final int FORMAT = 1;
    private static final int MOST_FITS = 1_000_000;

    public SweepConfiguration {
        targets = Limits.distinct("target", targets);
        levels = Limits.distinct("noise level", levels);
        rows = Limits.distinct("training size", rows);
        contenders = Limits.distinct("model", contenders);
        timed = List.copyOf(timed);
        Sizing.check(contenders);
        Configuration.checkEngine(engine);
        if (targets.stream().map(Target::label).distinct().count() < targets.size()) {
            throw new IllegalArgumentException("two targets have the same name: leave one out");
        }
        for (double level : levels) {
            new Noise(place, shape, unit, level);
        }
        if (seeds < 1 || seeds > 100_000) {
            throw new IllegalArgumentException("seeds are " + seeds + ": choose 1 to 100000");
        }
        long fits = (long) targets.size() * levels.size() * rows.size() * contenders.size() * seeds;
        if (fits > MOST_FITS) {
            throw new IllegalArgumentException(
                    "the sweep has " + fits + " fits: at most " + MOST_FITS + " are possible, leave some out");
        }
    }

    /** Reads a file that users may have edited. */
    public static SweepConfiguration read(Path file) throws ModelFileException {
        return VersionedJson.read(file, FORMAT, SweepConfiguration.class);
    }

    /** @param where what messages call the text */
    public static SweepConfiguration parse(String text, String where) throws ModelFileException {
        return VersionedJson.read(text, where, FORMAT, SweepConfiguration.class);
    }

    /** As JSON, which users can read and edit. */
    public String text() {
        return VersionedJson.text(this, FORMAT);
    }

    public void write(Path file) throws SaveException {
        AtomicFile.write(file, text() + "\n");
    }

    public int fits() {
        return targets.size() * levels.size() * rows.size() * contenders.size() * seeds;
    }

    /** The levels with noise; all if there is none. */
    public List<Double> noisyLevels() {
        List<Double> noisy =
                levels.stream().filter(level -> !noise(level).none()).toList();
        return noisy.isEmpty() ? levels : noisy;
    }

    public Noise noise(double level) {
        return new Noise(place, shape, unit, level);
    }

    /** The same with tables at other paths. */
    public SweepConfiguration located(UnaryOperator<Path> to) {
        return with(targets.stream().map(target -> target.located(to)).toList(), timed, engine);
    }

    public SweepConfiguration withTimed(List<TimedSize> sizes) {
        return with(targets, sizes, engine);
    }

    public SweepConfiguration withEngine(String other) {
        return with(targets, timed, other);
    }

    private SweepConfiguration with(List<Target> to, List<TimedSize> sizes, String on) {
        return new SweepConfiguration(
                to, place, shape, unit, levels, rows, contenders, seeds, firstSeed, budget, tuning, sizes, on);
    }
}
