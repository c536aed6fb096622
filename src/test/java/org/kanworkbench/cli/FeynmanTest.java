package org.kanworkbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Twenty equations of the Feynman set (Udrescu and Tegmark, 2020) on their own ranges, for the table of docs/formulas.md:
 * {@code -Dformula.feynman=1..20} prints it.
 */
@EnabledIfSystemProperty(named = "formula.feynman", matches = "\\d+\\.\\.\\d+")
class FeynmanTest {

    private static final String EQUATIONS = """
            I.6.2a   | exp(-theta^2/2)/sqrt(2*pi)?range=1..3
            I.8.14   | sqrt((x2-x1)^2+(y2-y1)^2)?range=1..5
            I.10.7   | m0/sqrt(1-v^2/c^2)?m0=1..5&v=1..2&c=3..10
            I.12.1   | mu*Nn?range=1..5
            I.12.2   | q1*q2/(4*pi*eps*r^2)?range=1..5
            I.12.11  | q*(Ef+B*v*sin(theta))?range=1..5
            I.13.4   | m*(v^2+u^2+w^2)/2?range=1..5
            I.14.4   | k*x^2/2?range=1..5
            I.15.10  | m0*v/sqrt(1-v^2/c^2)?m0=1..5&v=1..2&c=3..10
            I.16.6   | (u+v)/(1+u*v/c^2)?range=1..5
            I.18.4   | (m1*r1+m2*r2)/(m1+m2)?range=1..5
            I.24.6   | m*(w^2+w0^2)*x^2/4?range=1..3
            I.25.13  | q/C?range=1..5
            I.26.2   | asin(n*sin(theta2))?n=0..1&theta2=1..5
            I.27.6   | 1/(1/d1+n/d2)?range=1..5
            I.29.16  | sqrt(x1^2+x2^2-2*x1*x2*cos(t1-t2))?range=1..5
            I.37.4   | I1+I2+2*sqrt(I1*I2)*cos(delta)?range=1..5
            I.39.22  | n*kb*T/V?range=1..5
            I.44.4   | n*kb*T*log(V2/V1)?range=1..5
            II.11.3  | q*Ef/(m*(w0^2-w^2))?q=1..3&Ef=1..3&m=1..3&w0=3..5&w=1..2
            """;

    @Test
    void equations_are_found_or_not() {
        int[] part = Arrays.stream(System.getProperty("formula.feynman").split("\\.\\."))
                .mapToInt(Integer::parseInt)
                .toArray();
        for (String line :
                EQUATIONS.lines().skip(part[0] - 1).limit(part[1] - part[0] + 1).toList()) {
            String[] equation = line.split("\\s*\\|\\s*");
            Shell shell = Shell.run("formula", "--json", "--no-store", "--data", "function:" + equation[1]);
            assertThat(shell.exitCode()).as(shell.err()).isIn(0, 1);
            String told = shell.exitCode() == 1
                    ? "not found | | " + shell.err().strip()
                    : told(shell.json().getLast());
            System.out.printf("| %s | `%s` | %s |%n", equation[0], equation[1].split("\\?")[0], told);
        }
    }

    private static String told(JsonNode found) {
        double r2 = found.get("test_r2").asDouble();
        String formula = found.get("formula").asText();
        return String.format(
                Locale.ROOT,
                "%s | %.1f s | %s",
                found.get("exact").asBoolean() ? "exact" : r2 > 0.999 ? "approximate" : "not found",
                found.get("seconds").asDouble(),
                formula.length() < 70
                        ? "`" + formula + "`"
                        : String.format(
                                Locale.ROOT,
                                "complexity %d, R² %.6f",
                                found.get("complexity").asInt(),
                                r2));
    }
}
