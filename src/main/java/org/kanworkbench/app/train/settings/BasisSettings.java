package org.kanworkbench.app.train.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.kanworkbench.app.controls.setting.Parsing;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.network.basis.Bases;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.BasisParameter;
import org.kanworkbench.network.basis.NoBasis;

/** Which basis: a family, and a value for each parameter that any family has. */
final class BasisSettings {

    /** By its usual basis. */
    final Setting<Basis> family =
            Setting.choice(Bases.ALL.getFirst(), basis -> basis.name().label());

    private final Map<BasisParameter, Setting<Double>> values = new LinkedHashMap<>();

    BasisSettings() {
        for (Basis usual : Bases.ALL) {
            for (int p = 0; p < usual.parameters().size(); p++) {
                double standard = usual.values().get(p);
                values.computeIfAbsent(usual.parameters().get(p), parameter -> setting(parameter, standard));
            }
        }
    }

    private static Setting<Double> setting(BasisParameter parameter, double standard) {
        return parameter.whole()
                ? Parsing.wholeReal(
                        parameter.label().toLowerCase(Locale.ROOT), standard, (long) parameter.least(), (long)
                                parameter.most())
                : Parsing.real(
                        parameter.label().toLowerCase(Locale.ROOT),
                        standard,
                        parameter.least(),
                        false,
                        parameter.most());
    }

    /** Of all families. */
    Map<BasisParameter, Setting<Double>> values() {
        return values;
    }

    /** All that can be set here. */
    Stream<Setting<?>> settings() {
        return Stream.concat(Stream.of(family), values.values().stream());
    }

    /** Whether the chosen family has that parameter. */
    boolean counts(BasisParameter parameter) {
        return family.get().parameters().contains(parameter);
    }

    /** As above, by the parameter's setting; false for any other setting. */
    boolean counts(Setting<?> setting) {
        return family.get().parameters().stream().anyMatch(p -> values.get(p) == setting);
    }

    boolean holds(Setting<?> setting) {
        return values.containsValue(setting);
    }

    boolean dense() {
        return family.get() instanceof NoBasis;
    }

    boolean hasGrid() {
        return family.get() instanceof BSpline;
    }

    /** Takes a basis as default and as what is chosen; parameters that it has not get their usual values. */
    void preset(Basis basis) {
        family.preset(Bases.family(basis));
        Bases.ALL.reversed().forEach(usual -> each(usual, Setting::preset));
        each(basis, Setting::preset);
    }

    /** Chooses a basis, and leaves the defaults. */
    void show(Basis basis) {
        family.set(Bases.family(basis));
        each(basis, Setting::set);
    }

    private void each(Basis basis, BiConsumer<Setting<Double>, Double> take) {
        for (int p = 0; p < basis.parameters().size(); p++) {
            take.accept(values.get(basis.parameters().get(p)), basis.values().get(p));
        }
    }

    /**
     * @param like where what is no parameter comes from, if it is of the same family
     * @throws IllegalArgumentException of one line, when there is no such basis
     */
    Basis make(Basis like) {
        Basis usual = family.get();
        List<Double> chosen =
                usual.parameters().stream().map(p -> values.get(p).get()).toList();
        return (like.family().equals(usual.family()) ? like : usual).with(chosen);
    }
}
