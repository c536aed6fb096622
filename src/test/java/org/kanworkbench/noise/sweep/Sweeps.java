package org.kanworkbench.noise.sweep;

import java.util.List;
import org.kanworkbench.data.function.Range;
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

/** Sweeps small enough for tests. */
final class Sweeps {

    static final List<Contender> CONTENDERS = List.of(
            new KanContender("kal-net", List.of(3)),
            new MlpContender("mlp tanh", Activation.TANH, List.of(4, 4)).withMatch(Match.parameters("kal-net")),
            new Contender.Polynomial("polynomial"));

    private Sweeps() {}

    static SweepConfiguration small(int seeds) {
        return new SweepConfiguration(
                List.of(
                        new Target.Standard(StandardFunction.STEP),
                        new Target.Formula("max(x, 0.25)", new Range(-1, 1))),
                NoisePlace.TARGETS,
                NoiseShape.LAPLACE,
                NoiseUnit.SNR_DB,
                List.of(Double.POSITIVE_INFINITY, 10.0),
                List.of(30),
                CONTENDERS,
                seeds,
                7,
                new Budget(40, 64),
                new Tuning(List.of(0.03, 0.1), List.of(0.0), 0.25),
                List.of(),
                Configuration.VECTOR);
    }
}
