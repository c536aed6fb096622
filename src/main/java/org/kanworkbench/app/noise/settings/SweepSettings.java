package org.kanworkbench.app.noise.settings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.kanworkbench.app.controls.setting.Parsing;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.app.controls.setting.Ticks;
import org.kanworkbench.data.Counted;
import org.kanworkbench.network.Limits;
import org.kanworkbench.noise.NoiseUnit;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.sweep.StandardSweep;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.noise.sweep.Variants;
import org.kanworkbench.noise.target.StandardFunction;
import org.kanworkbench.noise.target.Target;
import org.kanworkbench.noise.training.Budget;
import org.kanworkbench.training.Configuration;

/** The settings of a sweep, besides noise and models, which it shares with the live fit. */
public final class SweepSettings {

    private static final int MOST_ROWS = 100_000;
    private static final int MOST_SEEDS = 1000;

    /** Little noise to much, as the standard levels go. */
    private static final List<Double> DECIBELS = List.of(40.0, 20.0, 14.0, 10.0, 6.0, 2.5, 0.0);

    public final Setting<List<Double>> levels;
    public final Setting<List<Integer>> sizes =
            Parsing.counts("training sizes", List.of(StandardSweep.ROWS), 4, MOST_ROWS);
    public final Setting<Integer> seeds = Parsing.whole("seeds", StandardSweep.SEEDS, 1, MOST_SEEDS);
    public final Setting<List<Integer>> orders = Parsing.counts("orders", List.of(), 1, Limits.MAX_ORDER);
    /** Backend of the networks. */
    public final Setting<String> engine = Setting.choice(Configuration.VECTOR, name -> name);

    public final Setting<List<Integer>> grids = Parsing.counts("grids", List.of(), 1, Limits.MAX_GRID);

    /** Whether the target of the live fit is swept instead of the standard functions. */
    public final BooleanProperty own = new SimpleBooleanProperty();

    public final Ticks<StandardFunction> functions =
            new Ticks<>(List.of(StandardFunction.values()), StandardSweep.FUNCTIONS::contains);
    private final FitSettings fit;

    public SweepSettings(FitSettings fit) {
        this.fit = fit;
        Setting<List<Double>> multiples = Parsing.reals("noise levels", StandardSweep.LEVELS, 0, NoiseSettings.MOST);
        Setting<List<Double>> ratios =
                Parsing.reals("noise levels", DECIBELS, -NoiseSettings.MOST_DECIBELS, NoiseSettings.MOST_DECIBELS);
        levels = new Setting<>(
                StandardSweep.LEVELS,
                text -> {
                    Setting<List<Double>> read = fit.noise.unit.get() == NoiseUnit.SNR_DB ? ratios : multiples;
                    read.textProperty().set(text);
                    Setting.check(Stream.of(read));
                    return read.get();
                },
                multiples::label);
        fit.noise.unit.valueProperty().addListener((_, _, unit) -> {
            levels.refit(unit == NoiseUnit.SNR_DB ? DECIBELS : StandardSweep.LEVELS);
            levels.reread();
        });
    }

    private Stream<Setting<?>> all() {
        return Stream.of(levels, sizes, seeds, orders, grids, engine);
    }

    /** Tells of every change of anything that a sweep depends on. */
    public void onChange(Runnable listener) {
        all().forEach(setting -> setting.onChange(listener));
        own.addListener((_, _, _) -> listener.run());
        functions.onChange(listener);
        fit.onChange(listener);
    }

    private Stream<Setting<?>> inSight() {
        return Stream.of(
                        all(),
                        own.get() ? fit.target.typed() : Stream.<Setting<?>>of(),
                        fit.models.settings().stream(),
                        Stream.<Setting<?>>of(fit.steps, fit.seed))
                .flatMap(typed -> typed);
    }

    /** What is wrong with a setting that is in sight, and told there; empty when all is well. */
    public Optional<String> problem() {
        return Setting.problem(inSight());
    }

    /** Whether a table is still to be chosen. */
    public boolean lacksTable() {
        return own.get() && fit.target.lacksTable();
    }

    /** Throws IllegalArgumentException if the settings are invalid for a sweep. */
    public SweepConfiguration configuration() {
        Setting.check(inSight());
        List<Contender> contenders =
                Variants.byGrid(Variants.byOrder(fit.models.contenders(), orders.get()), grids.get());
        return new SweepConfiguration(
                targets(),
                fit.noise.place.get(),
                fit.noise.shape.get(),
                fit.noise.unit.get(),
                levels.get(),
                sizes.get(),
                contenders,
                seeds.get(),
                fit.seed.get(),
                new Budget(fit.steps.get(), Budget.STANDARD.batch()),
                StandardSweep.configuration().tuning(),
                List.of(),
                engine.get());
    }

    /** Makes them those of a sweep, as nearly as they can be: a configuration can have what cannot be set here. */
    public void show(SweepConfiguration sweep) {
        boolean standard = sweep.targets().stream().allMatch(Target.Standard.class::isInstance);
        own.set(!standard);
        if (standard) {
            functions.choose(function -> sweep.targets().contains(new Target.Standard(function)));
        } else {
            fit.target.show(sweep.targets().getFirst());
        }
        fit.noise.place.set(sweep.place());
        fit.noise.shape.set(sweep.shape());
        fit.noise.unit.set(sweep.unit());
        fit.models.show(sweep.contenders());
        fit.steps.set(sweep.budget().steps());
        fit.seed.set(sweep.firstSeed());
        levels.set(sweep.levels());
        sizes.set(sweep.rows());
        seeds.set(sweep.seeds());
        orders.set(Variants.orders(sweep.contenders()));
        grids.set(Variants.grids(sweep.contenders()));
        engine.set(sweep.engine());
    }

    private List<Target> targets() {
        return own.get()
                ? List.of(fit.target.target())
                : functions.chosen().stream().<Target>map(Target.Standard::new).toList();
    }

    /** The number of fits of a sweep, and their factors. */
    public static String counted(SweepConfiguration c) {
        return String.format(
                Locale.ROOT,
                "%,d fits: %s × %s × %s × %s × %s",
                c.fits(),
                Counted.of(c.targets().size(), "function"),
                Counted.of(c.levels().size(), "noise level"),
                Counted.of(c.rows().size(), "size"),
                Counted.of(c.contenders().size(), "model"),
                Counted.of(c.seeds(), "seed"));
    }
}
