package org.kanworkbench.expression;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kanworkbench.expression.Expression.Call;
import org.kanworkbench.expression.Expression.Call2;
import org.kanworkbench.expression.Expression.Constant;
import org.kanworkbench.expression.Expression.Power;
import org.kanworkbench.expression.Expression.Product;
import org.kanworkbench.expression.Expression.Sum;
import org.kanworkbench.expression.Expression.Variable;

/** Languages that formulas are written in. */
public enum Notation {
    /** Infix, as SymPy's {@code sympify} reads it. */
    SYMPY,
    NUMPY,
    LATEX,
    JAVA,
    C,
    EXCEL;

    /** How tightly what is written holds together; a leading minus binds as a sum. */
    private static final int SUM = 1;

    private static final int PRODUCT = 2;
    private static final int POWER = 3;
    private static final int ATOM = 4;

    /** From where on a formula that is typeset has a power of ten, for numbers of so few digits. */
    private static final double LARGE = 1e7;

    private static final int FEW_DIGITS = 6;

    /** Where a function is not called as it is typed: SymPy's, NumPy's, Java's, C's and Excel's name. */
    private static final Map<UnaryFunction, List<String>> NAMES = Map.ofEntries(
            Map.entry(UnaryFunction.ASIN, List.of("asin", "arcsin", "asin", "asin", "ASIN")),
            Map.entry(UnaryFunction.ACOS, List.of("acos", "arccos", "acos", "acos", "ACOS")),
            Map.entry(UnaryFunction.ATAN, List.of("atan", "arctan", "atan", "atan", "ATAN")),
            Map.entry(UnaryFunction.ATANH, List.of("atanh", "arctanh", "", "atanh", "ATANH")),
            Map.entry(UnaryFunction.LOG, List.of("log", "log", "log", "log", "LN")),
            Map.entry(UnaryFunction.ABS, List.of("Abs", "abs", "abs", "fabs", "ABS")),
            Map.entry(UnaryFunction.SIGN, List.of("sign", "sign", "signum", "", "SIGN")),
            Map.entry(UnaryFunction.CEIL, List.of("ceiling", "ceil", "ceil", "ceil", "CEILING.MATH")),
            Map.entry(UnaryFunction.FLOOR, List.of("floor", "floor", "floor", "floor", "FLOOR.MATH")),
            Map.entry(UnaryFunction.LOG10, List.of("", "log10", "log10", "log10", "LOG10")),
            Map.entry(UnaryFunction.J0, List.of("", "", "", "j0", "")),
            Map.entry(UnaryFunction.J1, List.of("", "", "", "j1", "")));

    /** How a function is written where it has no name there; # is its argument. */
    private static final Map<UnaryFunction, Map<Notation, String>> SPELLED = Map.of(
            UnaryFunction.LOG10, Map.of(SYMPY, "log(#, 10)"),
            UnaryFunction.ATANH, Map.of(JAVA, "(0.5 * Math.log((1 + (#)) / (1 - (#))))"),
            UnaryFunction.SIGN, Map.of(C, "((double) (((#) > 0) - ((#) < 0)))"),
            UnaryFunction.J0,
                    Map.of(
                            SYMPY, "besselj(0, #)",
                            NUMPY, "scipy.special.j0(#)",
                            JAVA, "org.hipparchus.special.BesselJ.value(0, Math.abs(#))",
                            EXCEL, "BESSELJ(#,0)"),
            UnaryFunction.J1,
                    Map.of(
                            SYMPY, "besselj(1, #)",
                            NUMPY, "scipy.special.j1(#)",
                            JAVA, "(Math.signum(#) * org.hipparchus.special.BesselJ.value(1, Math.abs(#)))",
                            EXCEL, "BESSELJ(#,1)"));

    /** The names of functions of two variables, in the same order. */
    private static final Map<BinaryFunction, List<String>> NAMES_OF_TWO = Map.of(
            BinaryFunction.MIN, List.of("Min", "minimum", "min", "fmin", "MIN"),
            BinaryFunction.MAX, List.of("Max", "maximum", "max", "fmax", "MAX"),
            BinaryFunction.ATAN2, List.of("atan2", "arctan2", "atan2", "atan2", ""),
            BinaryFunction.MOD, List.of("", "fmod", "", "fmod", ""));

    /** Where a spreadsheet takes x before y, and where the remainder has the divisor's sign. */
    private static final Map<BinaryFunction, Map<Notation, String>> SPELLED_OF_TWO = Map.of(
            BinaryFunction.ATAN2, Map.of(EXCEL, "ATAN2(%2$s, %1$s)"),
            BinaryFunction.MOD,
                    Map.of(
                            SYMPY, "(sign(%1$s)*Mod(Abs(%1$s), Abs(%2$s)))",
                            EXCEL, "(SIGN(%1$s)*MOD(ABS(%1$s), ABS(%2$s)))"));

    private static final Map<Notation, Set<String>> RESERVED = reserved();

    /** From lines of a language's name and names that it does not read as variables. */
    private static Map<Notation, Set<String>> reserved() {
        Map<Notation, Set<String>> reserved = new EnumMap<>(Notation.class);
        try (InputStream in = Notation.class.getResourceAsStream("reserved-names.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String[] words = line.split(" ");
                if (!words[0].equals("#")) {
                    reserved.computeIfAbsent(valueOf(words[0]), _ -> new HashSet<>())
                            .addAll(Arrays.asList(words).subList(1, words.length));
                }
            }
            return reserved;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What a variable is called: a name that the language has for something else gets an underscore, and so does one with
     * underscores already, so that names stay different.
     */
    public String variable(String name) {
        String plain = name.replaceFirst("_+$", "");
        return RESERVED.getOrDefault(this, Set.of()).contains(plain) ? name + "_" : name;
    }

    /** A formula with its variables by their names. */
    public String print(Expression e) {
        return print(e, name -> name);
    }

    /** @param names what variables are called there, for instance a spreadsheet's cells */
    public String print(Expression e, UnaryOperator<String> names) {
        return new Printer(this, names, e.variables()).print(e, SUM);
    }

    /** @param variables of the whole formula */
    private record Printer(Notation notation, UnaryOperator<String> names, Set<String> variables) {

        /** In parentheses where it binds more loosely than what stands around it. */
        private String print(Expression e, int around) {
            String text = switch (e) {
                case Constant c -> c.text().isEmpty() ? decimal(c.value()) : exact(c.text());
                case Variable v -> variable(names.apply(v.name()));
                case Sum s -> sum(s);
                case Product p -> quotient(p.factors());
                case Power p -> power(p);
                case Call c -> call(c);
                case Call2 c -> call(c);
            };
            return level(e, text) >= around ? text : parenthesised(text);
        }

        private int level(Expression e, String text) {
            if (text.startsWith("-")) {
                return SUM;
            }
            return switch (e) {
                case Constant c -> notation != LATEX && c.text().matches(".*[*/].*") ? PRODUCT : ATOM;
                case Variable _, Call _, Call2 _ -> ATOM;
                case Sum _ -> SUM;
                case Product _ -> PRODUCT;
                case Power(Expression _, Constant(double n, String _)) when n < 0 -> PRODUCT;
                case Power(Expression _, Constant(double n, String _)) when n == 0.5 -> ATOM;
                case Power _ -> notation == JAVA || notation == C ? ATOM : POWER;
            };
        }

        private String variable(String name) {
            if (notation != LATEX) {
                return notation.variable(name);
            }
            Matcher matcher = Pattern.compile("([A-Za-z]+)(?:(?:_|(?=\\d))([A-Za-z0-9]\\w*))?")
                    .matcher(name);
            // x_1 would look like x1.
            boolean alike = name.matches("[A-Za-z]+_\\d\\w*") && variables.contains(name.replaceFirst("_", ""));
            if (alike || !matcher.matches()) {
                return "\\mathrm{" + name.replace("_", "\\_") + "}";
            }
            String letters = matcher.group(1);
            String base = letters.length() == 1
                    ? letters
                    : GREEK.contains(letters) ? "\\" + letters : "\\mathrm{" + letters + "}";
            return matcher.group(2) == null
                    ? base
                    : base + "_{" + matcher.group(2).replace("_", "\\_") + "}";
        }

        private String decimal(double value) {
            if (notation == LATEX && Math.abs(value) >= LARGE) {
                BigDecimal written = new BigDecimal(value).stripTrailingZeros();
                int power = written.precision() - written.scale() - 1;
                if (written.precision() <= FEW_DIGITS) {
                    return written.movePointLeft(power).toPlainString() + " \\cdot 10^{" + power + "}";
                }
            }
            if (value == Math.rint(value) && Math.abs(value) < 1e15) {
                String digits = String.valueOf((long) value);
                return notation == JAVA || notation == C ? digits + ".0" : digits;
            }
            String text = String.valueOf(value).replace("E", "e");
            if (notation == LATEX && text.contains("e")) {
                return text.replaceFirst("(.*)e(.*)", "$1 \\\\cdot 10^{$2}");
            }
            return text;
        }

        /** Of a product or quotient of whole numbers, pi, e and square roots. */
        private String exact(String text) {
            return switch (notation) {
                case SYMPY -> text.replaceAll("\\be\\b", "E");
                case NUMPY -> text.replaceAll("\\b(pi|e|sqrt)\\b", "np.$1");
                case JAVA ->
                    real(text)
                            .replace("sqrt", "Math.sqrt")
                            .replaceAll("\\bpi\\b", "Math.PI")
                            .replaceAll("\\be\\b", "Math.E");
                case C -> real(text).replaceAll("\\bpi\\b", "M_PI").replaceAll("\\be\\b", "M_E");
                case EXCEL ->
                    text.replaceAll("\\bpi\\b", "PI()")
                            .replaceAll("\\be\\b", "EXP(1)")
                            .replace("sqrt", "SQRT");
                case LATEX -> {
                    String[] parts = text.split("/", 2);
                    String top = latex(parts[0].replaceFirst("^-", ""));
                    yield (text.startsWith("-") ? "-" : "")
                            + (parts.length == 1 ? top : "\\frac{" + top + "}{" + latex(unwrapped(parts[1])) + "}");
                }
            };
        }

        /** Nothing needs parentheses on a line of a fraction. */
        private static String unwrapped(String text) {
            return text.startsWith("(") && text.endsWith(")") ? text.substring(1, text.length() - 1) : text;
        }

        private static String real(String text) {
            return text.replaceAll("\\b(\\d+)\\b", "$1.0");
        }

        private static String latex(String text) {
            return text.replaceAll("sqrt\\(([^)]+)\\)", "\\\\sqrt{$1}")
                    .replace("pi*pi", "pi^2")
                    .replaceAll("\\bpi\\b", "\\\\pi")
                    .replace("*", " ");
        }

        private String sum(Sum s) {
            StringBuilder text = new StringBuilder();
            for (Expression term : s.terms()) {
                String printed = print(term, SUM);
                text.append(
                        text.isEmpty()
                                ? printed
                                : printed.startsWith("-") ? " - " + printed.substring(1) : " + " + printed);
            }
            return text.toString();
        }

        /** Factors with negative exponents stand below the line. */
        private String quotient(List<Expression> factors) {
            List<String> above = new ArrayList<>();
            List<String> below = new ArrayList<>();
            String sign = "";
            for (Expression factor : factors) {
                if (factor instanceof Constant(double value, String _) && value == -1) {
                    // In a spreadsheet -A1^2 is (-A1)^2.
                    sign = notation == EXCEL ? "-1*" : "-";
                } else if (factor instanceof Power(Expression base, Constant(double n, String text)) && n < 0) {
                    below.add(print(
                            Expression.power(base, new Constant(-n, text.replaceFirst("^-", ""))),
                            notation == LATEX ? PRODUCT : POWER));
                } else if (notation == LATEX
                        && factors.size() > 1
                        && factor instanceof Constant(double _, String text)
                        && text.contains("/")) {
                    // One line, not a fraction above another.
                    String[] parts = text.replaceFirst("^-", "").split("/", 2);
                    sign = text.startsWith("-") ? "-" : sign;
                    if (!parts[0].equals("1")) {
                        above.add(latex(parts[0]));
                    }
                    below.add(latex(unwrapped(parts[1])));
                } else {
                    above.add(print(
                            factor, above.isEmpty() && sign.isEmpty() && factor instanceof Constant ? SUM : PRODUCT));
                }
            }
            String top = above.isEmpty() ? decimal(1) : joined(above);
            if (below.isEmpty()) {
                return sign + top;
            }
            if (notation == LATEX) {
                boolean negative = top.startsWith("-");
                return (negative ? "-" : sign) + "\\frac{" + (negative ? top.substring(1) : top) + "}{" + joined(below)
                        + "}";
            }
            return sign + top + "/" + (below.size() == 1 ? below.getFirst() : parenthesised(joined(below)));
        }

        /** Names of several letters stand apart from what is before and behind them. */
        private String joined(List<String> factors) {
            if (notation != LATEX) {
                return String.join("*", factors);
            }
            StringBuilder text = new StringBuilder(factors.getFirst());
            for (int i = 1; i < factors.size(); i++) {
                boolean name = (factors.get(i - 1) + factors.get(i)).contains("\\mathrm");
                // 3 {2}^{x} would be read as 32 to the x.
                boolean digit = factors.get(i).matches("\\{?\\d.*");
                text.append(digit ? " \\cdot " : name ? " \\, " : " ").append(factors.get(i));
            }
            return text.toString();
        }

        private String power(Power p) {
            if (p.exponent() instanceof Constant(double n, String _)) {
                if (n < 0) {
                    return quotient(List.of(p));
                }
                if (n == 0.5) {
                    return root(print(p.base(), SUM));
                }
            }
            return switch (notation) {
                case JAVA -> "Math.pow(" + print(p.base(), SUM) + ", " + print(p.exponent(), SUM) + ")";
                case C -> "pow(" + print(p.base(), SUM) + ", " + print(p.exponent(), SUM) + ")";
                case EXCEL -> print(p.base(), ATOM) + "^" + print(p.exponent(), ATOM);
                case LATEX -> "{" + base(p.base()) + "}^{" + print(p.exponent(), SUM) + "}";
                case SYMPY, NUMPY -> print(p.base(), ATOM) + "**" + print(p.exponent(), ATOM);
            };
        }

        /** Of a power in LaTeX, where constants have no parentheses otherwise. */
        private String base(Expression base) {
            String text = print(base, ATOM);
            boolean several =
                    base instanceof Constant && !text.startsWith("\\left(") && text.matches("-.*|.*[ /].*|\\\\frac.*");
            boolean raised = base instanceof Call(UnaryFunction f, Expression _) && f == UnaryFunction.EXP;
            return several || raised ? "\\left(" + text + "\\right)" : text;
        }

        private String root(String argument) {
            return switch (notation) {
                case SYMPY, C -> "sqrt(" + argument + ")";
                case NUMPY -> "np.sqrt(" + argument + ")";
                case JAVA -> "Math.sqrt(" + argument + ")";
                case EXCEL -> "SQRT(" + argument + ")";
                case LATEX -> "\\sqrt{" + argument + "}";
            };
        }

        private String call(Call c) {
            String argument = print(c.argument(), SUM);
            String spelled = SPELLED.getOrDefault(c.function(), Map.of()).get(notation);
            if (spelled != null) {
                return spelled.replace("#", argument);
            }
            if (notation == LATEX) {
                return latex(c.function(), argument);
            }
            String name = NAMES.containsKey(c.function())
                    ? named(NAMES.get(c.function()))
                    : notation == EXCEL ? c.function().name() : c.function().id();
            return prefix() + name + "(" + argument + ")";
        }

        /** Of the names in SymPy, NumPy, Java, C and Excel. */
        private String named(List<String> names) {
            return names.get(notation.ordinal() - (notation.ordinal() > LATEX.ordinal() ? 1 : 0));
        }

        private String prefix() {
            return notation == NUMPY ? "np." : notation == JAVA ? "Math." : "";
        }

        private static String latex(UnaryFunction function, String argument) {
            return switch (function) {
                case ABS -> "\\left|" + argument + "\\right|";
                case EXP -> "e^{" + argument + "}";
                case FLOOR -> "\\left\\lfloor " + argument + " \\right\\rfloor";
                case CEIL -> "\\left\\lceil " + argument + " \\right\\rceil";
                default -> {
                    String name = switch (function) {
                        case SIN, COS, TAN, SINH, COSH, TANH, LOG -> "\\" + function.id();
                        case ASIN, ACOS, ATAN -> "\\arc" + function.id().substring(1);
                        case LOG10 -> "\\log_{10}";
                        case J0 -> "J_0";
                        case J1 -> "J_1";
                        default -> "\\operatorname{" + function.id() + "}";
                    };
                    yield name + "\\left(" + argument + "\\right)";
                }
            };
        }

        private String call(Call2 c) {
            BinaryFunction f = c.function();
            if (f == BinaryFunction.MOD && notation == JAVA) {
                return parenthesised(print(c.first(), PRODUCT) + " % " + print(c.second(), POWER));
            }
            String first = print(c.first(), SUM);
            String second = print(c.second(), SUM);
            if (notation == LATEX) {
                return "\\operatorname{" + f.id() + "}\\left(" + first + ", " + second + "\\right)";
            }
            return SPELLED_OF_TWO
                    .getOrDefault(f, Map.of())
                    .getOrDefault(notation, prefix() + named(NAMES_OF_TWO.get(f)) + "(%1$s, %2$s)")
                    .formatted(first, second);
        }

        private String parenthesised(String text) {
            return notation == LATEX ? "\\left(" + text + "\\right)" : "(" + text + ")";
        }
    }

    private static final List<String> GREEK = List.of(
            ("alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi rho sigma tau phi chi psi omega"
                            + " Gamma Delta Theta Lambda Sigma Phi Psi Omega")
                    .split(" "));

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
