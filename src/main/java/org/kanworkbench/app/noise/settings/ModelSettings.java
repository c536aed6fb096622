package org.kanworkbench.app.noise.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.kanworkbench.app.controls.Parsing;
import org.kanworkbench.app.controls.Setting;
import org.kanworkbench.network.Preset;
import org.kanworkbench.network.basis.BSpline;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.contender.KanContender;
import org.kanworkbench.noise.contender.Match;
import org.kanworkbench.noise.contender.MlpContender;
import org.kanworkbench.noise.sweep.Variants;

/** The selected models and their sizes. */
public final class ModelSettings {

    private static final Set<String> AT_FIRST = Set.of("kal-net", "efficient-kan", "mlp-relu", "mlp-silu");
    private static final int MOST_ORDER = 30;
    private static final int MOST_GRID = 200;

    final Setting<List<Integer>> kanHidden = Parsing.counts("KAN layers", List.of(8));
    final Setting<Integer> order = Parsing.whole("order", 0, 0, MOST_ORDER);
    final Setting<Integer> grid = Parsing.whole("grid", 0, 0, MOST_GRID);
    final Setting<List<Integer>> mlpHidden = Parsing.counts("MLP layers", List.of(8, 8));
    public final Setting<Match.Measure> match = Setting.choice(Match.Measure.PARAMETERS, ModelSettings::label);
    final Setting<Double> dropout = Parsing.real("dropout", 0, 0, false, 0.9);
    final Setting<Double> weightDecay = Parsing.real("weight decay", 0, 0, false, 1000);
    private final Map<Candidate, BooleanProperty> chosen = new LinkedHashMap<>();

    ModelSettings() {
        Candidate.ALL.forEach(c -> chosen.put(c, new SimpleBooleanProperty(AT_FIRST.contains(c.name()))));
    }

    private static String label(Match.Measure measure) {
        return switch (measure) {
            case NONE -> "nothing";
            case PARAMETERS -> "parameter count";
            case TIME -> "training time";
        };
    }

    public BooleanProperty chosenProperty(Candidate candidate) {
        return chosen.get(candidate);
    }

    List<Setting<?>> settings() {
        return List.of(kanHidden, order, grid, mlpHidden, match, dropout, weightDecay);
    }

    /** Makes them those of models, of which networks of a kind are taken to be alike. */
    void show(List<Contender> models) {
        chosen.forEach((candidate, taken) -> taken.set(
                models.stream().anyMatch(m -> Candidate.named(m.name()).equals(Optional.of(candidate)))));
        match.set(models.stream()
                .filter(Contender.Trained.class::isInstance)
                .map(m -> ((Contender.Trained) m).match().measure())
                .filter(measure -> measure != Match.Measure.NONE)
                .findFirst()
                .orElse(Match.Measure.NONE));
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

    private static <C extends Contender> Optional<C> first(List<Contender> models, Class<C> kind) {
        return models.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** The models in the inspector's order; all but the first KAN match its size, where that is asked for. */
    List<Contender> contenders() {
        List<Candidate> wanted =
                Candidate.ALL.stream().filter(c -> chosen.get(c).get()).toList();
        Optional<String> reference = wanted.stream()
                .filter(c -> c.kind() == Candidate.Kind.KAN)
                .map(Candidate::name)
                .findFirst();
        List<Contender> contenders = new ArrayList<>();
        for (Candidate candidate : wanted) {
            Match matched = match.get() == Match.Measure.NONE
                            || reference.isEmpty()
                            || reference.get().equals(candidate.name())
                    ? Match.NONE
                    : new Match(match.get(), reference.get());
            contenders.add(contender(candidate, matched));
        }
        return contenders;
    }

    private Contender contender(Candidate candidate, Match matched) {
        return switch (candidate.kind()) {
            case KAN -> kan(candidate.name()).withMatch(matched);
            case MLP ->
                new MlpContender(candidate.name(), candidate.activation(), mlpHidden.get())
                        .withDropout(dropout.get())
                        .withWeightDecay(weightDecay.get())
                        .withMatch(matched);
            case POLYNOMIAL -> new Contender.Polynomial(candidate.name());
            case SPLINE -> new Contender.SmoothingSpline(candidate.name());
        };
    }

    /** A grid is for B-splines alone; the others keep what they have. */
    private KanContender kan(String preset) {
        KanContender kan = new KanContender(preset, kanHidden.get()).withOrder(order.get());
        return hasGrid(preset) ? kan.withGrid(grid.get()) : kan;
    }

    static boolean hasGrid(String preset) {
        return Preset.named(preset).orElseThrow().hiddenLayer().basis() instanceof BSpline;
    }
}
