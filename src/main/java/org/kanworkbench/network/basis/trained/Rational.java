package org.kanworkbench.network.basis.trained;

import java.util.List;
import org.kanworkbench.network.Limits;
import org.kanworkbench.network.basis.Basis;
import org.kanworkbench.network.basis.BasisName;
import org.kanworkbench.network.basis.BasisParameter;
import org.kanworkbench.network.basis.Operations;

/**
 * One rational function P(x)/Q(x) with P = Σ a_n·xⁿ, n from 0 to the order, and Q = 1 + Σ |b_n|·|x|ⁿ, n from 1 to the
 * order less 1; the numerator's coefficients are trained for all inputs of a layer together, the denominator's for each
 * group of consecutive inputs. The activation of GR-KAN (Yang and Wang, 2024, Kolmogorov-Arnold Transformer;
 * github.com/Adamdad/rational_kat_cu).
 *
 * @param order degree of the numerator
 * @param groups of inputs; with fewer inputs each has its own denominator
 * @param start what it begins as
 * @param signed whether powers of x keep their sign in the denominator, as in GR-KAN's PyTorch path, where it may
 *     vanish; its kernels, which its training uses, take those of |x|
 */
public record Rational(int order, int groups, Start start, boolean signed) implements TrainedBasis {

    /** What a rational function begins as. */
    public enum Start {
        /** x. */
        IDENTITY,
        /** GR-KAN's fit of degree 5 to x·σ(x), if the order suffices, else x. */
        SILU
    }

    private static final BasisParameter GROUPS =
            new BasisParameter("groups", "Groups of inputs", true, 1, Limits.MAX_GRID);

    private static final double[] SILU_NUMERATOR = {
        3.054879869068827e-07, 0.5000007748603821, 0.2499978393316269,
        0.05326628312468529, 0.005803034640848637, 0.00027519610011950135
    };
    private static final double[] SILU_DENOMINATOR = {
        -4.111554972041631e-06, 0.10652898997068405, -1.2690007906712708e-06, 0.0005502331187017262
    };

    public Rational {
        Limits.order("rational", order);
        Limits.count("groups", groups, 1, Limits.MAX_GRID);
    }

    @Override
    public BasisName name() {
        return new BasisName("rational", "");
    }

    @Override
    public List<BasisParameter> parameters() {
        return List.of(BasisParameter.ORDER, GROUPS);
    }

    @Override
    public List<Double> values() {
        return List.of((double) order, (double) groups);
    }

    @Override
    public Basis with(List<Double> values) {
        return new Rational(values.get(0).intValue(), values.get(1).intValue(), start, signed);
    }

    @Override
    public int terms() {
        return 1;
    }

    @Override
    public double lower() {
        return -2;
    }

    @Override
    public double upper() {
        return 2;
    }

    @Override
    public String termName(int k) {
        return "P/Q";
    }

    /** Coefficients of the numerator from degree 0 on, then those of the denominator from degree 1 on. */
    @Override
    public int kinds() {
        return 2 * order;
    }

    @Override
    public int sets(int kind, int inputs) {
        return kind <= order ? 1 : Math.min(groups, inputs);
    }

    @Override
    public double initial(int kind, int function, int input, int inputs) {
        int degree = kind <= order ? kind : kind - order;
        if (start == Start.IDENTITY || order < SILU_NUMERATOR.length - 1) {
            return kind == 1 ? 1 : 0;
        }
        if (kind <= order) {
            return degree < SILU_NUMERATOR.length ? SILU_NUMERATOR[degree] : 0;
        }
        return degree <= SILU_DENOMINATOR.length ? SILU_DENOMINATOR[degree - 1] : 0;
    }

    @Override
    public <T> List<T> functions(T x, List<T> own, Operations<T> with) {
        T base = signed ? x : with.absolute(x, false);
        // By Horner's rule.
        T numerator = own.get(order);
        for (int n = order - 1; n >= 0; n--) {
            numerator = with.multiplyAdd(numerator, x, own.get(n));
        }
        T denominator = null;
        for (int n = 2 * order - 1; n > order; n--) {
            // Of derivative 1 at 0, as GR-KAN's kernels have it, or 0, as its PyTorch path.
            T size = with.absolute(own.get(n), !signed);
            denominator = with.multiply(denominator == null ? size : with.add(denominator, size), base);
        }
        T one = denominator == null ? with.affine(x, 0, 1) : with.affine(denominator, 1, 1);
        return List.of(with.divide(numerator, one));
    }
}
