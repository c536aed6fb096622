package org.kanworkbench.app.noise.settings;

import java.util.List;
import org.kanworkbench.app.controls.setting.Parsing;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.noise.Noise;
import org.kanworkbench.noise.NoisePlace;
import org.kanworkbench.noise.NoiseShape;
import org.kanworkbench.noise.NoiseUnit;

/** The noise of a fit. Every unit has a separate level. */
public final class NoiseSettings {

    /** Of levels that are typed, for a fit or a sweep. */
    static final double MOST = 1e6;

    static final double MOST_DECIBELS = 200;
    private static final double USUAL = 0.3;
    private static final double USUAL_DECIBELS = 10;

    public final Setting<NoisePlace> place = Setting.choice(NoisePlace.TARGETS, NoisePlace::label);
    final Setting<NoiseShape> shape = Setting.choice(NoiseShape.GAUSSIAN, NoiseShape::label);
    public final Setting<NoiseUnit> unit = Setting.choice(NoiseUnit.RELATIVE, NoiseSettings::label);
    public final Setting<Double> relative = Parsing.real("level", USUAL, 0, false, MOST);
    final Setting<Double> deviation = Parsing.real("level", USUAL, 0, false, MOST);
    public final Setting<Double> decibels = Parsing.real("level", USUAL_DECIBELS, -MOST_DECIBELS, false, MOST_DECIBELS);

    private static String label(NoiseUnit unit) {
        return switch (unit) {
            case DEVIATION -> "σ noise";
            case RELATIVE -> "σ noise / σ signal";
            case SNR_DB -> "SNR, dB";
        };
    }

    Setting<Double> level() {
        return switch (unit.get()) {
            case DEVIATION -> deviation;
            case RELATIVE -> relative;
            case SNR_DB -> decibels;
        };
    }

    /** A table has noise of its own: none is added unless somebody wants it. */
    void usualFor(TargetSettings.Kind kind) {
        for (Setting<Double> level : List.of(relative, deviation)) {
            level.refit(kind == TargetSettings.Kind.TABLE ? 0 : USUAL);
        }
    }

    List<Setting<?>> settings() {
        return List.of(place, shape, unit, relative, deviation, decibels);
    }

    Noise noise() {
        return new Noise(place.get(), shape.get(), unit.get(), level().get());
    }
}
