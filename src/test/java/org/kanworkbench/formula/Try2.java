package org.kanworkbench.formula;
import java.util.*;
import org.kanworkbench.expression.*;
import org.kanworkbench.formula.network.*;
public class Try2 {
    public static void main(String[] a) {
        for (int rep = 0; rep < 3; rep++)
        for (String f : List.of("sin(pi*x)","x^2","exp(3*x)","j0(20*x)","tanh(2*x+1)","log(x+1.5)","1/(x+1.2)","sqrt(x+1.01)", "exp(-3*x^2)","x^3-x")) {
            Samples s = Try.make(f, -1, 1, 1000, 3);
            long t = System.nanoTime();
            var r = CandidateFit.rank(s.x()[0], s.y(), CandidateFunction.ALL);
            System.out.println(f + " " + (System.nanoTime()-t)/1000000 + " ms: " + r.stream().limit(4).map(c -> c.edge().function() + " " + (1-c.r2()) + String.format("(%.4f %.4f %.4f %.4f)", c.edge().a(), c.edge().b(), c.edge().c(), c.edge().d())).toList());
        }
    }
}
