package org.kanworkbench.app.noise.settings;

import java.util.List;
import java.util.Optional;
import org.kanworkbench.app.controls.setting.Parsing;
import org.kanworkbench.app.controls.setting.Setting;
import org.kanworkbench.app.controls.setting.Ticks;
import org.kanworkbench.network.Limits;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.contender.KanContender;
import org.kanworkbench.noise.contender.Match;
import org.kanworkbench.noise.contender.MlpContender;
import org.kanworkbench.noise.contender.NamedModels;
import org.kanworkbench.noise.sweep.StandardSweep;
import org.kanworkbench.noise.sweep.Variants;

/** The selected models and their sizes. */
public final class ModelSettings {

    final Setting<List<Integer>> kanHidden = Parsing.counts("units of a KAN layer", List.of(8));
    final Setting<Integer> order = Parsing.whole("order", 0, 0, Limits.MAX_ORDER);
    final Setting<Integer> grid = Parsing.whole("grid intervals", 0, 0, Limits.MAX_GRID);
    final Setting<List<Integer>> mlpHidden = Parsing.counts("units of an MLP layer", List.of(8, 8));
    public final Setting<Match.Measure> match = Setting.choice(Match.Measure.PARAMETERS, ModelSettings::label);
    final Setting<Double> dropout = Parsing.real("MLP dropout", 0, 0, false, 0.9);
    final Setting<Double> weightDecay = Parsing.real("weight decay", 0, 0, false, 1000);
    public final Ticks<Candidate> candidates;

    ModelSettings() {
        List<String> usual =
                StandardSweep.contenders().stream().map(Contender::name).toList();
        candidates = new Ticks<>(Candidate.ALL, c -> usual.contains(c.name()));
    }

    private static String label(Match.Measure measure) {
        return switch (measure) {
            case NONE -> "nothing";
            case PARAMETERS -> "parameter count";
            case TIME -> "training time";
        };
    }

    List<Setting<?>> settings() {
        return List.of(kanHidden, order, grid, mlpHidden, match, dropout, weightDecay);
    }

    /** Makes them those of models, of which networks of a kind are taken to be alike. */
    void show(List<Contender> models) {
        candidates.choose(candidate ->
                models.stream().anyMatch(m -> Candidate.named(m.name()).equals(Optional.of(candidate))));
        match.set(matched(models).map(Match::measure).orElse(Match.Measure.NONE));
        first(models, KanContender.class).ifPresent(kan -> {
            kanHidden.set(kan.hidden());
            order.set(Variants.orders(models).isEmpty() ? kan.order() : 0);
        });
        grid.set(
                Variants.grids(models).isEmpty()
                        ? models.stream()
                                .mapToInt(m -> m instanceof KanContender kan ? kan.grid() : 0)
                                .max()
                                .orElse(0)
                        : 0);
        first(models, MlpContender.class).ifPresent(mlp -> {
            mlpHidden.set(mlp.hidden());
            dropout.set(mlp.dropout());
            weightDecay.set(mlp.weightDecay());
        });
    }

    /** The rule by which networks are matched in size; empty where none are. */
    public static Optional<Match> matched(List<Contender> models) {
        return models.stream()
                .filter(Contender.Trained.class::isInstance)
                .map(m -> ((Contender.Trained) m).match())
                .filter(match -> match.measure() != Match.Measure.NONE)
                .findFirst();
    }

    private static <C extends Contender> Optional<C> first(List<Contender> models, Class<C> kind) {
        return models.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** The models in the inspector's order; all but the first KAN match its size, where that is asked for. */
    List<Contender> contenders() {
        NamedModels models = new NamedModels(kanHidden.get(), mlpHidden.get(), dropout.get(), weightDecay.get());
        List<Contender> wanted = candidates.chosen().stream()
                .map(c -> sized(models.of(c.name(), c.name()).orElseThrow()))
                .toList();
        Optional<String> reference = reference();
        if (reference.isEmpty()) {
            return wanted;
        }
        Match matched = new Match(match.get(), reference.get());
        return wanted.stream()
                .map(c -> c instanceof Contender.Trained trained && !c.name().equals(matched.to())
                        ? trained.withMatch(matched)
                        : c)
                .toList();
    }

    /** The first KAN, whose size the other networks match; empty where they match none. */
    Optional<String> reference() {
        return candidates.chosen().stream()
                .map(Candidate::name)
                .filter(name ->
                        match.get() != Match.Measure.NONE && Preset.named(name).isPresent())
                .findFirst();
    }

    /** A grid is for B-splines alone; the others keep what they have. */
    private Contender sized(Contender contender) {
        if (!(contender instanceof KanContender kan)) {
            return contender;
        }
        KanContender ordered = kan.withOrder(order.get());
        return hasGrid(kan.preset()) ? ordered.withGrid(grid.get()) : ordered;
    }

    static boolean hasGrid(String preset) {
        return Preset.named(preset).orElseThrow().hiddenLayer().basis() instanceof BSpline;
    }
}
