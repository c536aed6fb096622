package org.kanworkbench.app.noise.settings;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.value.ChangeListener;
import org.kanworkbench.app.controls.setting.Parsing;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.noise.fit.Tuning;
import org.kanworkbench.noise.live.LiveSetup;
import org.kanworkbench.noise.sweep.SweepConfiguration;
import org.kanworkbench.noise.training.Budget;
import org.kanworkbench.training.Configuration;

/** The settings of a fit. The sweep shares target, noise and models. */
public final class FitSettings {

    private static final int MOST_ROWS = 10_000;
    private static final int MOST_STEPS = 100_000;
    private static final int USUAL_ROWS = 100;
    private static final int USUAL_STEPS_A_FRAME = 10;
    private static final double USUAL_RATE = 0.01;

    public final TargetSettings target = new TargetSettings();
    public final NoiseSettings noise = new NoiseSettings();
    public final ModelSettings models = new ModelSettings();
    final Setting<Integer> rows = Parsing.whole("training points", USUAL_ROWS, 4, MOST_ROWS);
    public final Setting<Integer> steps = Parsing.whole("steps", Budget.STANDARD.steps(), 1, MOST_STEPS);
    final Setting<Double> learningRate = Parsing.real("learning rate", USUAL_RATE, 0, true, 10);
    final Setting<Double> weightDecay = Parsing.real("weight decay", 0, 0, false, 1000);
    final Setting<Integer> stepsAFrame = Parsing.whole("steps per frame", USUAL_STEPS_A_FRAME, 1, 1000);
    public final Setting<Long> seed = Parsing.seed(0);

    public FitSettings() {
        target.kind.valueProperty().subscribe(noise::usualFor);
    }

    private Stream<Setting<?>> all() {
        return Stream.of(
                        target.settings(),
                        noise.settings(),
                        models.settings(),
                        List.<Setting<?>>of(rows, steps, learningRate, weightDecay, stepsAFrame, seed))
                .flatMap(List::stream);
    }

    private Stream<Setting<?>> inSight() {
        return Stream.of(
                        target.typed(),
                        Stream.<Setting<?>>of(noise.level()),
                        models.settings().stream(),
                        Stream.<Setting<?>>of(rows, steps, learningRate, weightDecay, stepsAFrame, seed))
                .flatMap(typed -> typed);
    }

    /** What is wrong with a setting that is in sight, and told there; empty when all is well. */
    public Optional<String> problem() {
        return Setting.problem(inSight());
    }

    /** Changes with every setting. */
    public void onChange(Runnable listener) {
        ChangeListener<Object> changed = (_, _, _) -> listener.run();
        all().forEach(setting -> setting.onChange(listener));
        target.columns.addListener(changed);
        models.candidates.onChange(listener);
    }

    /** The fit as a sweep of one. Throws IllegalArgumentException if the settings are invalid for that. */
    public SweepConfiguration configuration() {
        Setting.check(inSight());
        return new SweepConfiguration(
                List.of(target.target()),
                noise.place.get(),
                noise.shape.get(),
                noise.unit.get(),
                List.of(noise.level().get()),
                List.of(rows.get()),
                models.contenders(),
                1,
                seed.get(),
                new Budget(steps.get(), Budget.STANDARD.batch()),
                new Tuning(List.of(learningRate.get()), List.of(weightDecay.get()), Tuning.STANDARD.validationShare()),
                List.of(),
                Configuration.VECTOR);
    }

    /** Makes them those of a sweep of one, but for what sweeps share. */
    public void show(SweepConfiguration one) {
        target.show(one.targets().getFirst());
        noise.level().set(one.levels().getFirst());
        rows.set(one.rows().getFirst());
        learningRate.set(one.tuning().learningRates().getFirst());
        weightDecay.set(one.tuning().weightDecays().getFirst());
    }

    /** Throws IllegalArgumentException if the settings are invalid for a fit. */
    public LiveSetup setup() {
        Setting.check(inSight());
        return new LiveSetup(
                target.target(),
                noise.noise(),
                rows.get(),
                models.contenders(),
                seed.get(),
                new Budget(steps.get(), Budget.STANDARD.batch()),
                learningRate.get(),
                weightDecay.get(),
                stepsAFrame.get());
    }
}
