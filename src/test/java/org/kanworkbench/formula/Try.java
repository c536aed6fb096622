package org.kanworkbench.formula;
import java.util.*;
import org.kanworkbench.expression.*;
import org.kanworkbench.formula.network.*;
public class Try {
    static Samples make(String f, double lo, double hi, int n, long seed) {
        Expression e = ExpressionParser.parse(f);
        List<String> names = List.copyOf(e.variables());
        RealFunction g = e.compile(names);
        SplittableRandom r = new SplittableRandom(seed);
        double[][] x = new double[names.size()][n]; double[] y = new double[n];
        for (int i = 0; i < n; i++) { double[] row = new double[x.length]; for (int j = 0; j < row.length; j++) { row[j] = lo + (hi-lo)*r.nextDouble(); x[j][i] = row[j]; } y[i] = g.at(row); }
        return new Samples(x, y);
    }
    public static void main(String[] a) {
        for (String f : List.of("exp(sin(pi*x)+y^2)", "(x+y)/(1+x*y)")) {
        Samples train = make(f, -0.9, 0.9, 1000, 1), test = make(f, -0.9, 0.9, 1000, 2), val = make(f, -0.9, 0.9, 200, 3);
        for (long seed = 0; seed < 5; seed++) {
            NetworkFit fit = new NetworkFit(train, () -> false);
            long t = System.nanoTime();
            MultKan n2 = MultKan.create(new double[]{-1,-1}, new double[]{1,1}, List.of(MultKan.Width.sums(1), MultKan.Width.sums(1)), 5, 3, seed);
            n2 = fit.leastSquares(n2, 20);
            n2 = fit.adaptGrids(n2);
            n2 = fit.leastSquares(n2, 20);
            n2 = fit.refine(n2, 10);
            n2 = fit.leastSquares(n2, 20);
            long t1 = System.nanoTime();
            Simplifier s = new Simplifier(train, val, CandidateFunction.ALL, n -> {}, () -> false);
            MultKan sym = s.symbolic(n2);
            long t2 = System.nanoTime();
            Formula fo = s.formula(sym, List.of("x", "y"));
            long t3 = System.nanoTime();
            System.out.printf("%d spline %.2e (%d ms) symbolic %.2e (%d ms) %s formula %.2e (%d ms) %s  [%d]%n", seed, NetworkFit.rmse(n2, test), (t1-t)/1000000, NetworkFit.rmse(sym, test), (t2-t1)/1000000,
              sym.places().stream().map(p -> ((Edge.Function) sym.edge(p)).function().name()).toList(), fo.rmse(test), (t3-t2)/1000000, Notation.SYMPY.print(fo.expression()), fo.complexity());
        }
        }
    }
}
