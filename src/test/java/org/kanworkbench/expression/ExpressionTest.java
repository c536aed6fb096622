package org.kanworkbench.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

    private static final List<String> NAMES = List.of("x", "y", "z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            14.804406601634037 | 3*pi*pi/2         | 3.0*Math.PI*Math.PI/2.0         | 3*PI()*PI()/2           | \\frac{3 \\pi^2}{2}
            5.317361552716549  | 3*sqrt(pi)        | 3.0*Math.sqrt(Math.PI)          | 3*SQRT(PI())            | 3 \\sqrt{\\pi}
            0.3989422804014327 | 1/sqrt(2*pi)      | 1.0/Math.sqrt(2.0*Math.PI)      | 1/SQRT(2*PI())          | \\frac{1}{\\sqrt{2 \\pi}}
            0.1994711402007163 | 1/(2*sqrt(2*pi))  | 1.0/(2.0*Math.sqrt(2.0*Math.PI)) | 1/(2*SQRT(2*PI()))     | \\frac{1}{2 \\sqrt{2 \\pi}}
            """)
    void exact_numbers_are_those_of_every_notation(
            double value, String sympy, String java, String excel, String latex) {
        Expression number =
                NiceNumbers.near(value, 1e-15 * value, Integer.MAX_VALUE).getFirst();
        assertThat(Notation.SYMPY.print(number)).isEqualTo(sympy);
        assertThat(Notation.JAVA.print(number)).isEqualTo(java);
        assertThat(Notation.EXCEL.print(number)).isEqualTo(excel);
        assertThat(Notation.LATEX.print(number)).isEqualTo(latex);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x + x                   | 2*x
            x*x                     | x**2
            x - x                   | 0
            x/x                     | 1
            2*(x + y) + 3           | 2*x + 2*y + 3
            exp(x + 1)/e            | exp(x)
            exp(x)*exp(y)           | exp(x + y)
            log(3*x) - log(3)       | log(x)
            sin(-x) + cos(-x)       | cos(x) - sin(x)
            sin(1 - x)              | -sin(x - 1)
            sqrt(4*x)               | 2*sqrt(x)
            (2*x)^3                 | 8*x**3
            (x^2)^3                 | x**6
            abs(-3*x)               | 3*Abs(x)
            2*abs(3*x-6)            | 6*Abs(x - 2)
            abs(6-3*x)              | 3*Abs(x - 2)
            abs(x)^2                | x**2
            -(x + y)                | -x - y
            x^2 - y^2               | x**2 - y**2
            1/(x*y)                 | 1/(x*y)
            x/(y + 1)               | x/(y + 1)
            -x/y                    | -x/y
            -(x + 1)^2              | -(x + 1)**2
            x^y^z                   | x**(y**z)
            (x^y)^z                 | (x**y)**z
            2^(-x)                  | 2**(-x)
            exp(-(x^2 + y^2)/2)     | exp(-0.5*x**2 - 0.5*y**2)
            pi*x                    | pi*x
            exp(x - 800)            | exp(x - 800)
            exp(800 - x)            | exp(-x + 800)
            exp(x - 600)            | exp(x - 600)
            exp(x - 400)^2          | exp(2*x - 800)
            -2*y*exp(x - 800)       | -y*exp(x - 799.3068528194401)
            exp(700)*exp(x - 720)   | 2.061153622438558e-9*exp(x)
            x**2                    | x**2
            max(x, 1) % (y + 2)     | (sign(Max(x, 1))*Mod(Abs(Max(x, 1)), Abs(y + 2)))
            log10(x)                | log(x, 10)
            Q/C                     | Q_/C_
            Q*Q_*beta*Ef            | Ef*Q_*Q__*beta_
            1e-7*x                  | 1.0e-7*x
            """)
    void expressions_are_simplified_and_printed_for_sympy(String text, String expected) {
        assertThat(Notation.SYMPY.print(ExpressionParser.parse(text))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            exp(sin(pi*x) + y^2)   | e^{{y}^{2} + \\sin\\left(\\pi x\\right)} | np.exp(y**2 + np.sin(np.pi*x)) | Math.exp(Math.pow(y, 2.0) + Math.sin(Math.PI*x)) | exp(pow(y, 2.0) + sin(M_PI*x)) | EXP(y^2 + SIN(PI()*x))
            -x^2/sqrt(y)           | -\\frac{{x}^{2}}{\\sqrt{y}} | -x**2/np.sqrt(y) | -Math.pow(x, 2.0)/Math.sqrt(y) | -pow(x, 2.0)/sqrt(y) | -1*x^2/SQRT(y)
            atanh(theta_1) + log(x) | \\operatorname{atanh}\\left(\\theta_{1}\\right) + \\log\\left(x\\right) | np.arctanh(theta_1) + np.log(x) | (0.5 * Math.log((1 + (theta_1)) / (1 - (theta_1)))) + Math.log(x) | atanh(theta_1) + log(x) | ATANH(theta_1) + LN(x)
            2*((x + 1) % max(x, 3)) | 2 \\operatorname{mod}\\left(x + 1, \\operatorname{max}\\left(x, 3\\right)\\right) | 2*np.fmod(x + 1, np.maximum(x, 3)) | 2.0*((x + 1.0) % Math.max(x, 3.0)) | 2.0*fmod(x + 1.0, fmax(x, 3.0)) | 2*(SIGN(x + 1)*MOD(ABS(x + 1), ABS(MAX(x, 3))))
            max(x, 2) % y           | \\operatorname{mod}\\left(\\operatorname{max}\\left(x, 2\\right), y\\right) | np.fmod(np.maximum(x, 2), y) | (Math.max(x, 2.0) % y) | fmod(fmax(x, 2.0), y) | (SIGN(MAX(x, 2))*MOD(ABS(MAX(x, 2)), ABS(y)))
            """)
    void every_notation_has_its_own_names(
            String text, String latex, String numpy, String java, String c, String excel) {
        Expression e = ExpressionParser.parse(text);

        assertThat(Notation.LATEX.print(e)).isEqualTo(latex);
        assertThat(Notation.NUMPY.print(e)).isEqualTo(numpy);
        assertThat(Notation.JAVA.print(e)).isEqualTo(java);
        assertThat(Notation.C.print(e)).isEqualTo(c);
        assertThat(Notation.EXCEL.print(e)).isEqualTo(excel);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            q1*q2/(eps*r^2)        | \\frac{q_{1} q_{2}}{\\mathrm{eps} \\, {r}^{2}}
            2.5*velocity*x*y       | 2.5 \\, \\mathrm{velocity} \\, x y
            x*speed/2              | 0.5 \\, \\mathrm{speed} \\, x
            14900000000*x          | 1.49 \\cdot 10^{10} x
            123456789*x            | 123456789 x
            3.1*2^x                | 3.1 \\cdot {2}^{x}
            x1*x_1*x_2             | x_{1} \\, \\mathrm{x\\_1} \\, x_{2}
            share/share_           | \\frac{\\mathrm{share}}{\\mathrm{share\\_}}
            """)
    void names_of_several_letters_stand_apart(String text, String latex) {
        assertThat(Notation.LATEX.print(ExpressionParser.parse(text))).isEqualTo(latex);
    }

    @Test
    void constants_that_are_several_symbols_have_parentheses_below_an_exponent() {
        Expression base = new Expression.Constant(3 * Math.PI, "3*pi");
        assertThat(Notation.LATEX.print(new Expression.Power(base, new Expression.Variable("x"))))
                .isEqualTo("{\\left(3 \\pi\\right)}^{x}");
        assertThat(Notation.LATEX.print(ExpressionParser.parse("exp(x)^y"))).isEqualTo("{\\left(e^{x}\\right)}^{y}");
    }

    @Test
    void functions_of_either_sign_are_written_for_either() {
        assertThat(Notation.JAVA.print(ExpressionParser.parse("j1(x)")))
                .isEqualTo("(Math.signum(x) * org.hipparchus.special.BesselJ.value(1, Math.abs(x)))");
        assertThat(Notation.C.print(ExpressionParser.parse("sign(x)/sign(y)")))
                .isEqualTo("((double) (((x) > 0) - ((x) < 0)))/((double) (((y) > 0) - ((y) < 0)))");
    }

    @Test
    void a_quotient_as_a_factor_is_part_of_the_fraction() {
        Expression quarter = new Expression.Constant(1 / (4 * Math.PI), "1/(4*pi)");
        Expression rest = ExpressionParser.parse("q1*q2/r^2");

        assertThat(Notation.LATEX.print(Expression.product(List.of(quarter, rest))))
                .isEqualTo("\\frac{q_{1} q_{2}}{4 \\pi {r}^{2}}");
        assertThat(Notation.LATEX.print(quarter)).isEqualTo("\\frac{1}{4 \\pi}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            (x + 1)*(x - 1)           | x**2 - 1
            y*(x + 2)**2              | x**2*y + 4*x*y + 4*y
            exp(x*(y + 1) - x)        | exp(x*y)
            (x + y + 1)**3            | (x + y + 1)**3
            sin(x)/(x + y)            | sin(x)/(x + y)
            """)
    void products_of_sums_are_multiplied_out_where_few_terms_come_of_it(String text, String expanded) {
        assertThat(ExpressionParser.parse(text).expanded(6)).isEqualTo(ExpressionParser.parse(expanded));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            np.sin(x) | there is no operator '.': there are +, -, *, / and ^, and functions go by their names alone, as sin(x)
            x +       | something is missing beside this operator: complete it
            sn(x)     | there is no function 'sn': there are
            (x        | close as many as are opened
            """)
    void mistakes_are_told_with_what_to_write(String text, String told) {
        assertThatThrownBy(() -> ExpressionParser.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(told)
                .hasMessageNotContaining("\n");
    }

    /** What was printed is read again as the same function, and simplifying changes no value. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "exp(sin(pi*x)+y^2)",
                "x - (y - z)*(x + 2)^2/(3*y)",
                "-(x*y)^2 + 2^(-1)*z",
                "(x+y)/(1+x*y)",
                "sqrt(x^2+y^2)*exp(-z)",
                "sin(2*(log(x)+log(y)))",
                "tanh(x-y)^3 - abs(x-z)",
                "x^(y+z) + (x/y)/z",
                "(x - 2) % (y - 3) + z",
            })
    void what_is_printed_means_the_same(String text) {
        RealFunction f = ExpressionParser.parse(text).compile(NAMES);
        RealFunction again = ExpressionParser.parse(
                        Notation.SYMPY.print(ExpressionParser.parse(text)).replace("Abs", "abs"))
                .compile(NAMES);
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 50; i++) {
            double[] x = {0.1 + random.nextDouble(), 0.1 + random.nextDouble(), 0.1 + random.nextDouble()};
            assertThat(again.at(x)).isCloseTo(f.at(x), within(1e-12 * (1 + Math.abs(f.at(x)))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void derivatives_are_those_of_difference_quotients(UnaryFunction function) {
        Expression e = Expression.call(function, ExpressionParser.parse("0.3*x*y + 0.2*x^2"));
        RealFunction f = e.compile(NAMES);
        RealFunction slope = e.derivative("x").compile(NAMES);
        double h = 1e-6;
        assertThat(slope.at(0.7, 0.9)).isCloseTo((f.at(0.7 + h, 0.9) - f.at(0.7 - h, 0.9)) / (2 * h), within(1e-7));
    }

    @Test
    void derivatives_where_their_parts_have_no_value() {
        assertThat(ExpressionParser.parse("j1(x)")
                        .derivative("x")
                        .compile(NAMES)
                        .at(0, 1))
                .isEqualTo(0.5);
        assertThat(ExpressionParser.parse("x^y").derivative("x").compile(NAMES).at(0, 2))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max(x, y)*x",
                "min(x^2, y)",
                "atan2(x, y)",
                "x^y + y^x",
                "(x*y + 1)^3/(x + y)",
                "x % 0.5",
                "5 % x",
                "-(x + 3) % (x*y)"
            })
    void derivatives_of_two_arguments(String text) {
        Expression e = ExpressionParser.parse(text);
        RealFunction f = e.compile(NAMES);
        RealFunction slope = e.derivative("x").compile(NAMES);
        double h = 1e-6;
        assertThat(slope.at(0.7, 0.9)).isCloseTo((f.at(0.7 + h, 0.9) - f.at(0.7 - h, 0.9)) / (2 * h), within(1e-7));
    }
}
