package org.kanworkbench.noise.contender;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.List;
import org.kanworkbench.network.NetworkSpec;
import org.kanworkbench.noise.fit.SplineFit;

/** A model that takes part in a comparison. Names tell contenders apart and begin their streams of chance. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = KanContender.class, name = "kan"),
    @JsonSubTypes.Type(value = MlpContender.class, name = "mlp"),
    @JsonSubTypes.Type(value = Contender.Polynomial.class, name = "polynomial"),
    @JsonSubTypes.Type(value = Contender.SmoothingSpline.class, name = "spline")
})
public sealed interface Contender {

    String name();

    /** One that is trained by gradients. */
    sealed interface Trained extends Contender permits KanContender, MlpContender {

        /** Units of the hidden layers, before any matching. */
        List<Integer> hidden();

        Match match();

        /** Weight decay on top of what tuning tries. */
        default double addedDecay() {
            return 0;
        }

        NetworkSpec network(int inputs);

        /** The same contender with sizes of its own. */
        Trained withHidden(List<Integer> units);

        /** The same contender, all hidden layers of that many units. */
        default Trained withWidth(int units) {
            return withHidden(Collections.nCopies(Math.max(1, hidden().size()), units));
        }
    }

    /** Polynomials of several degrees by least squares, the degree chosen by validation. */
    record Polynomial(String name) implements Contender {}

    /** Additive penalised splines, the penalty chosen by validation; see {@link SplineFit}. */
    record SmoothingSpline(String name) implements Contender {}
}
