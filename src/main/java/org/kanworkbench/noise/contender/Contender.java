package org.kanworkbench.noise.contender;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.List;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.noise.fit.SplineFit;

/** A model in a comparison. Names identify contenders and seed their random streams. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = KanContender.class, name = "kan"),
    @JsonSubTypes.Type(value = MlpContender.class, name = "mlp"),
    @JsonSubTypes.Type(value = Contender.Polynomial.class, name = "polynomial"),
    @JsonSubTypes.Type(value = Contender.SmoothingSpline.class, name = "spline")
})
public sealed interface Contender {

    String name();

    /** A contender trained by gradient descent. */
    sealed interface Trained extends Contender permits KanContender, MlpContender {

        /** Units of the hidden layers, before any matching. */
        List<Integer> hidden();

        Match match();

        /** Weight decay in addition to the tuned one. */
        default double addedDecay() {
            return 0;
        }

        NetworkSpec network(int inputs);

        /** The same contender, matched otherwise. */
        Trained withMatch(Match other);

        /** The same contender with its own sizes, without matching. */
        Trained withHidden(List<Integer> units);

        /** The same contender with all hidden layers of the given size. */
        default Trained withWidth(int units) {
            return withHidden(Collections.nCopies(Math.max(1, hidden().size()), units));
        }
    }

    /** Polynomials by least squares, the degree chosen by validation. */
    record Polynomial(String name) implements Contender {}

    /** Additive penalised splines, the penalty chosen by validation; see {@link SplineFit}. */
    record SmoothingSpline(String name) implements Contender {}
}
