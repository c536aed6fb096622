package org.kanworkbench.network.basis.trained;

import java.util.List;
import java.util.stream.IntStream;
import org.kanworkbench.network.Limits;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.BasisName;
import org.kanworkbench.network.basis.CentredBasis;
import org.kanworkbench.network.basis.Operations;

/**
 * Bumps sech²(x − g_k) as {@link org.kanworkbench.network.basis.SechBump}, whose centres are trained and shared by all inputs: FasterKAN's with
 * {@code train_grid} (Delis, 2024; github.com/AthanasiosDelis/faster-kan).
 *
 * @param centres number of bumps
 * @param lower where the first centre begins, in units of the scaled input
 * @param upper where the last one does
 * @param faithful whether it passes back what FasterKAN's own backward pass does: with r, one more trained value of the
 *     layer, which no function depends on, r times the derivative by x, −r by a centre, and x − g_k by r
 */
public record SechSwitch(int centres, double lower, double upper, boolean faithful)
        implements TrainedBasis, CentredBasis {

    private static final int CENTRE = 0;

    public SechSwitch {
        Limits.count("centres", centres, 2, Limits.MAX_GRID);
        Limits.interval("sech-switch", lower, upper);
    }

    @Override
    public BasisName name() {
        return new BasisName("sech-switch", "sech², trained centres", "S");
    }

    @Override
    public Basis withCentres(int other) {
        return new SechSwitch(other, lower, upper, faithful);
    }

    @Override
    public int kinds() {
        return faithful ? 2 : 1;
    }

    @Override
    public int sets(int kind, int inputs) {
        return 1;
    }

    @Override
    public boolean ofLayer(int kind) {
        return kind != CENTRE;
    }

    @Override
    public double initial(int kind, int function, int input, int inputs) {
        return kind == CENTRE ? centre(function) : 0.5;
    }

    @Override
    public <T> List<T> functions(T x, List<T> own, Operations<T> with) {
        return IntStream.range(0, centres)
                .mapToObj(k -> {
                    T centre = own.get(k);
                    T bump = bump(with.subtract(x, centre), with);
                    return faithful ? with.passing(bump, () -> passed(x, centre, own.get(centres + k), with)) : bump;
                })
                .toList();
    }

    private static <T> T bump(T distance, Operations<T> with) {
        T switched = with.tanh(distance);
        return with.affine(with.multiply(switched, switched), -1, 1);
    }

    private static <T> T passed(T x, T centre, T r, Operations<T> with) {
        T still = with.still(r);
        T alongX = with.multiply(still, bump(with.subtract(x, with.still(centre)), with));
        T alongR = with.multiply(with.still(with.subtract(x, centre)), r);
        return with.add(with.subtract(alongX, with.multiply(still, centre)), alongR);
    }
}
