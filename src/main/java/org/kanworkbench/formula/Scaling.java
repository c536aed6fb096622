package org.kanworkbench.formula;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import org.kanworkbench.expression.Expression;
import org.kanworkbench.formula.network.MultKan;
import org.kanworkbench.formula.network.MultKanPass;

/** Inputs and target scaled to numbers around 1, which splines are good at; exactly invertible where it need not shift. */
public record Scaling(List<Affine> inputs, Affine target) {

    /** (v - shift)/scale. */
    public record Affine(double shift, double scale) {
        private double[] scaled(double[] column) {
            return Arrays.stream(column).map(v -> (v - shift) / scale).toArray();
        }

        double[] original(double[] column) {
            return Arrays.stream(column).map(v -> v * scale + shift).toArray();
        }

        /** By a power of two, and shifted only where the range is narrow for its place: so simple functions stay simple. */
        private static Affine of(double[] column) {
            double low = Arrays.stream(column).min().orElse(0);
            double high = Arrays.stream(column).max().orElse(0);
            double shift = high - low < 0.2 * Math.max(Math.abs(low), Math.abs(high)) ? (high + low) / 2 : 0;
            double most = Math.max(Math.abs(low - shift), Math.abs(high - shift));
            return new Affine(shift, most > 0 ? Math.scalb(1.0, Math.getExponent(most)) : 1);
        }
    }

    public static Scaling of(Samples samples) {
        double deviation = samples.deviation();
        double scale = samples.classes() || !(deviation > 0) ? 1 : Math.scalb(1.0, Math.getExponent(deviation));
        return new Scaling(Arrays.stream(samples.x()).map(Affine::of).toList(), new Affine(0, scale));
    }

    /** For networks that know their data as they are. */
    public static Scaling none(int inputs) {
        Affine same = new Affine(0, 1);
        return new Scaling(Collections.nCopies(inputs, same), same);
    }

    public Samples scaled(Samples samples) {
        return mapped(samples, Affine::scaled);
    }

    /** What a network says at rows, in the target's units. */
    public double[] values(MultKan network, Samples rows) {
        return target.original(MultKanPass.outputs(network, scaled(rows).x())[0]);
    }

    Samples original(Samples samples) {
        return mapped(samples, Affine::original);
    }

    private Samples mapped(Samples samples, BiFunction<Affine, double[], double[]> column) {
        double[][] x = new double[inputs.size()][];
        Arrays.setAll(x, i -> column.apply(inputs.get(i), samples.x()[i]));
        return new Samples(x, column.apply(target, samples.y()), samples.classes());
    }

    Expression input(int i, Expression x) {
        Affine affine = inputs.get(i);
        return Formula.affine(1 / affine.scale, -affine.shift / affine.scale, x);
    }

    Expression output(Expression y) {
        return Formula.affine(target.scale, target.shift, y);
    }
}
