package org.kanworkbench.noise.sweep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.kanworkbench.data.DataException;
import org.kanworkbench.data.function.PointSource;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.contender.Sizing;
import org.kanworkbench.noise.contender.TimedSize;
import org.kanworkbench.noise.fit.FitRow;
import org.kanworkbench.noise.fit.FitTask;
import org.kanworkbench.noise.target.Target;
import org.kanworkbench.noise.training.NetworkTask;
import org.kanworkbench.noise.training.TimeMatch;
import org.kanworkbench.training.Configuration;
import org.kanworkbench.training.Engine;
import org.kanworkbench.training.Engines;

/**
 * A sweep's fits in order: seed by seed, so that early results cover everything. Targets are opened and sizes
 * determined.
 */
public final class SweepPlan {

    private static final long MOST_PARAMETERS = 1_000_000;

    private final SweepConfiguration configuration;
    private final Engine engine;
    private final List<PointSource> sources = new ArrayList<>();
    private final List<List<Contender>> contenders = new ArrayList<>();
    private final Map<Key, Integer> places = new HashMap<>();

    /** The key of a row within this sweep. */
    private record Key(String target, String model, double noise, int rows, long seed) {}

    private SweepPlan(SweepConfiguration configuration, Engine engine) {
        this.configuration = configuration;
        this.engine = engine;
    }

    /** A sweep of the vector engine; as the other. */
    public static SweepPlan of(SweepConfiguration configuration) throws DataException {
        return of(configuration, Engines.VECTOR);
    }

    /**
     * Opens targets and validates every fit.
     *
     * @param configuration including sizes from matching time, see {@link #timed}
     * @param engines that may train
     * @throws DataException also for an engine that is not there, does not train side by side, or does not take one of the networks
     */
    public static SweepPlan of(SweepConfiguration configuration, Engines engines) throws DataException {
        SweepPlan plan = new SweepPlan(configuration, present(engines.named(configuration.engine())));
        for (Target target : configuration.targets()) {
            PointSource source = target.open();
            for (int rows : configuration.rows()) {
                if (rows < 4 || rows > source.mostRows()) {
                    throw new DataException("training size is " + rows + ": choose 4 to " + source.mostRows() + " for "
                            + target.label());
                }
            }
            plan.sources.add(source);
            List<Contender> resolved =
                    Sizing.resolve(configuration.contenders(), source.inputs(), configuration.timed());
            for (Contender contender : resolved) {
                if (contender instanceof Contender.Trained trained) {
                    plan.check(trained, source.inputs());
                }
            }
            plan.contenders.add(resolved);
        }
        for (int index = 0; index < configuration.fits(); index++) {
            FitTask task = plan.task(index);
            plan.places.put(
                    new Key(
                            task.target().label(),
                            task.contender().name(),
                            task.noise().level(),
                            task.rows(),
                            task.seed()),
                    index);
        }
        return plan;
    }

    private static Engine present(Engine engine) throws DataException {
        if (!takes(engine)) {
            throw new DataException("noise trains many networks side by side, which " + engine.name()
                    + " does not: choose " + Configuration.VECTOR + ", " + Configuration.OPENCL + " or "
                    + Configuration.CUDA);
        }
        engine.checkAvailable();
        return engine;
    }

    /** Whether an engine can train sweeps: on threads, or many networks side by side. */
    public static boolean takes(Engine engine) {
        return !isDevice(engine.name()) || engine.sideBySide(1).isPresent();
    }

    private static boolean isDevice(String engine) {
        return !engine.equals(Configuration.VECTOR);
    }

    /** Every fit trains its network some thousand steps, several fits in parallel. */
    private void check(Contender.Trained contender, int inputs) throws DataException {
        NetworkSpec network = contender.network(inputs);
        if (network.parameters() > MOST_PARAMETERS) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s has %,d parameters: noisy fits take networks of up to %,d, make it narrower",
                    contender.name(),
                    network.parameters(),
                    MOST_PARAMETERS));
        }
        Optional<String> obstacle = network.obstacle(configuration.budget().batch())
                .or(() -> engine.obstacle(
                        NetworkTask.configuration(contender.name(), network, configuration.budget(), engine.name())));
        if (obstacle.isPresent()) {
            throw new DataException(contender.name() + ": " + obstacle.get());
        }
    }

    /**
     * The configuration with sizes from matching time on this machine, if needed and not known yet.
     *
     * @param stop asked between measurements; then the sizes are of no use
     */
    public static SweepConfiguration timed(SweepConfiguration configuration, BooleanSupplier stop)
            throws DataException {
        if (!configuration.timed().isEmpty()) {
            return configuration;
        }
        List<TimedSize> sizes = new ArrayList<>();
        List<Integer> inputs = new ArrayList<>();
        for (Target target : configuration.targets()) {
            int count = target.open().inputs();
            if (!inputs.contains(count)) {
                inputs.add(count);
                sizes.addAll(TimeMatch.measure(
                        configuration.contenders(),
                        count,
                        configuration.rows().getFirst(),
                        configuration.budget(),
                        stop));
            }
        }
        return configuration.withTimed(sizes);
    }

    public SweepConfiguration configuration() {
        return configuration;
    }

    /** Whether a device trains the networks of many fits together. */
    public boolean onDevice() {
        return isDevice(engine.name());
    }

    Engine engine() {
        return engine;
    }

    public int size() {
        return configuration.fits();
    }

    /** The fit at an index, from 0. */
    public FitTask task(int index) {
        int rest = index;
        int contender = rest % configuration.contenders().size();
        rest /= configuration.contenders().size();
        int level = rest % configuration.levels().size();
        rest /= configuration.levels().size();
        int rows = rest % configuration.rows().size();
        rest /= configuration.rows().size();
        int target = rest % configuration.targets().size();
        int seed = rest / configuration.targets().size();
        return new FitTask(
                configuration.targets().get(target),
                configuration.noise(configuration.levels().get(level)),
                configuration.rows().get(rows),
                contenders.get(target).get(contender),
                configuration.firstSeed() + seed,
                configuration.budget(),
                configuration.tuning());
    }

    PointSource source(int index) {
        int perTarget = configuration.contenders().size()
                * configuration.levels().size()
                * configuration.rows().size();
        return sources.get(index / perTarget % sources.size());
    }

    /** Number of rows of every target's table that miss a value. */
    public List<Integer> leftOut() {
        return sources.stream().map(PointSource::leftOut).toList();
    }

    /** Number of inputs of every target. */
    List<Integer> inputs() {
        return sources.stream().map(PointSource::inputs).toList();
    }

    /** The contenders of a target, by index, with their sizes. */
    List<Contender> contenders(int target) {
        return contenders.get(target);
    }

    /** The index of a row, or -1 if it belongs to another sweep. */
    int indexOf(FitRow row) {
        return places.getOrDefault(new Key(row.target(), row.model(), row.noise(), row.rows(), row.seed()), -1);
    }
}
