package org.kanworkbench.formula;
import java.util.*;
import org.kanworkbench.expression.*;
import org.kanworkbench.formula.network.*;
import org.kanworkbench.formula.network.MultKan.Width;
public class Try3 {
    public static void main(String[] a) {
        String[][] problems = {
          {"exp(sin(pi*x)+y^2)","-1","1"}, {"x*y","-1","1"}, {"sqrt(x^2+y^2)","-1","1"}, {"sin(2*(log(x)+log(y)))","0.2","5"}, {"x^2+0.3*y+0.1*z^3+0*w","-1","1"},
          {"exp(j0(20*x)+y^2)","-1","1"}, {"m/sqrt(1-v^2/c^2)","1","2"}, {"exp((sin(pi*(a^2+b^2))+sin(pi*(c^2+d^2)))/2)","-1","1"}, {"(u+v)/(1+u*v)","-0.9","0.9"}};
        for (String[] p : problems) {
          if (a.length > 0 && !p[0].contains(a[0])) continue;
          String f = p[0]; double lo = Double.parseDouble(p[1]), hi = Double.parseDouble(p[2]);
          for (long seed = 0; seed < (a.length > 1 ? Integer.parseInt(a[1]) : 1); seed++) {
            Samples all = f.startsWith("m/") ? rel(1000, seed+1) : Try.make(f, lo, hi, 1000, seed+1), test = f.startsWith("m/") ? rel(1000, 99) : Try.make(f, lo, hi, 1000, 99);
            int[] order = java.util.stream.IntStream.range(0, 1000).toArray();
            Samples train = all.select(Arrays.copyOf(order, 800)), val = all.select(Arrays.copyOfRange(order, 800, 1000));
            List<String> names = List.copyOf(ExpressionParser.parse(f.replace("0*w", "w")).variables());
            if (f.contains("0*w")) { SplittableRandom r = new SplittableRandom(4); }
            long t = System.nanoTime();
            var res = FormulaSearch.run(train, val, names.subList(0, all.inputs()), new FormulaSearch.Settings(Optional.empty(), seed, 60, CandidateFunction.ALL, 30),
              s -> { if (a.length > 2) System.out.printf("   %s %s train %.2e val %.2e edges %d %.1f s%n", s.name(), s.shape(), s.trainRmse(), s.validationRmse(), s.edges(), s.seconds()); }, () -> false);
            System.out.printf("%s seed %d: %.1f s %s%n", f, seed, (System.nanoTime()-t)/1e9, res.best().map(b -> String.format("test %.2e [%d] %s", b.formula().rmse(test)/test.deviation(), b.complexity(), Notation.SYMPY.print(b.formula().expression()))).orElse("-"));
            res.front().forEach(b -> System.out.printf("      %d %.2e %s%n", b.complexity(), b.validationRmse(), Notation.SYMPY.print(b.formula().expression())));
          }
        }
    }
    static Samples rel(int n, long seed) {
        SplittableRandom r = new SplittableRandom(seed); double[][] x = new double[3][n]; double[] y = new double[n];
        for (int i = 0; i < n; i++) { x[0][i] = 1 + r.nextDouble(); x[1][i] = 1 + r.nextDouble(); x[2][i] = 0.9*r.nextDouble(); y[i] = x[1][i]/Math.sqrt(1 - x[2][i]*x[2][i]/x[0][i]/x[0][i]); }
        return new Samples(x, y);
    }
}
