package org.kanworkbench.noise.sweep;

import java.util.List;
import org.kanworkbench.network.Activation;
import org.kanworkbench.noise.NoisePlace;
import org.kanworkbench.noise.NoiseShape;
import org.kanworkbench.noise.NoiseUnit;
import org.kanworkbench.noise.contender.Contender;
import org.kanworkbench.noise.contender.KanContender;
import org.kanworkbench.noise.contender.Match;
import org.kanworkbench.noise.contender.MlpContender;
import org.kanworkbench.noise.fit.Tuning;
import org.kanworkbench.noise.target.StandardFunction;
import org.kanworkbench.noise.target.Target;
import org.kanworkbench.noise.training.Budget;
import org.kanworkbench.training.Configuration;

/**
 * The sweep in docs/noise.md, and the defaults of others: two KANs and two MLPs with as many parameters as the first,
 * on smooth, sharp, oscillating and multivariate functions.
 */
public final class StandardSweep {

    public static final List<StandardFunction> FUNCTIONS = List.of(
            StandardFunction.SIN_2PI,
            StandardFunction.RUNGE,
            StandardFunction.STEP,
            StandardFunction.CHIRP,
            StandardFunction.GAUSSIAN_2D,
            StandardFunction.FRIEDMAN_1);

    public static final List<Double> LEVELS = List.of(0.0, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0);
    public static final int ROWS = 100;
    public static final int SEEDS = 10;

    /** The network whose number of parameters the others match. */
    public static final KanContender REFERENCE = new KanContender("kal-net", List.of(8));

    private StandardSweep() {}

    public static List<Contender> contenders() {
        Match match = Match.parameters(REFERENCE.name());
        return List.of(
                REFERENCE,
                new KanContender("efficient-kan", List.of(8)).withMatch(match),
                new MlpContender("mlp-relu", Activation.RELU, List.of(8, 8)).withMatch(match),
                new MlpContender("mlp-silu", Activation.SILU, List.of(8, 8)).withMatch(match));
    }

    public static SweepConfiguration configuration() {
        return new SweepConfiguration(
                FUNCTIONS.stream().<Target>map(Target.Standard::new).toList(),
                NoisePlace.TARGETS,
                NoiseShape.GAUSSIAN,
                NoiseUnit.RELATIVE,
                LEVELS,
                List.of(ROWS),
                contenders(),
                SEEDS,
                0,
                Budget.STANDARD,
                Tuning.STANDARD,
                List.of(),
                Configuration.VECTOR);
    }
}
