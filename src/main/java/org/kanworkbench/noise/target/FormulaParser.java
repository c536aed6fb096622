package org.kanworkbench.noise.target;

import com.ezylang.evalex.Expression;
import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.AbstractFunction;
import com.ezylang.evalex.functions.FunctionParameterDefinition;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.parser.ASTNode;
import com.ezylang.evalex.parser.ParseException;
import com.ezylang.evalex.parser.Token;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kanworkbench.data.DataException;

/**
 * Reads formulas such as {@code sin(2*pi*x) + 0.5*x^2}. EvalEx parses; its tree is converted to a function of doubles,
 * as EvalEx's own arithmetic is decimal, in degrees, and a thousand times slower. Names are x, or x1 to x5, pi and e.
 */
final class FormulaParser {

    private static final int MOST_INPUTS = 5;
    private static final int MOST_CHARACTERS = 1000;

    private static final Map<String, DoubleUnaryOperator> FUNCTIONS = new TreeMap<>(Map.ofEntries(
            Map.entry("sin", Math::sin),
            Map.entry("cos", Math::cos),
            Map.entry("tan", Math::tan),
            Map.entry("asin", Math::asin),
            Map.entry("acos", Math::acos),
            Map.entry("atan", Math::atan),
            Map.entry("sinh", Math::sinh),
            Map.entry("cosh", Math::cosh),
            Map.entry("tanh", Math::tanh),
            Map.entry("exp", Math::exp),
            Map.entry("log", Math::log),
            Map.entry("ln", Math::log),
            Map.entry("log10", Math::log10),
            Map.entry("sqrt", Math::sqrt),
            Map.entry("abs", Math::abs),
            Map.entry("sign", Math::signum),
            Map.entry("floor", Math::floor),
            Map.entry("ceil", Math::ceil)));

    private static final Map<String, DoubleBinaryOperator> FUNCTIONS_OF_TWO =
            new TreeMap<>(Map.of("min", Math::min, "max", Math::max, "atan2", Math::atan2, "pow", Math::pow));

    private static final Map<String, DoubleBinaryOperator> OPERATORS = Map.of(
            "+", (a, b) -> a + b,
            "-", (a, b) -> a - b,
            "*", (a, b) -> a * b,
            "/", (a, b) -> a / b,
            "^", Math::pow,
            "%", (a, b) -> a % b);

    private static final Map<String, Double> CONSTANTS = Map.of("pi", Math.PI, "e", Math.E);

    /** A function and the names of its inputs. */
    record Parsed(String text, List<String> names, RealFunction function) {
        PointSource open(Range domain) throws DataException {
            return new FunctionSource("\"" + text + "\"", names, Collections.nCopies(names.size(), domain), function);
        }
    }

    /** A function that EvalEx knows by name and number of arguments but never evaluates. */
    private static final class Named extends AbstractFunction {
        private final int arguments;

        Named(int arguments) {
            this.arguments = arguments;
        }

        @Override
        public List<FunctionParameterDefinition> getFunctionParameterDefinitions() {
            return Stream.of("first", "second")
                    .limit(arguments)
                    .map(name ->
                            FunctionParameterDefinition.builder().name(name).build())
                    .toList();
        }

        @Override
        public boolean hasVarArgs() {
            return false;
        }

        @Override
        public EvaluationValue evaluate(Expression expression, Token token, EvaluationValue... values) {
            throw new UnsupportedOperationException("formulas are compiled, not evaluated");
        }
    }

    private final String text;
    private final List<String> names;

    private FormulaParser(String text, List<String> names) {
        this.text = text;
        this.names = names;
    }

    static Parsed parse(String formula) throws DataException {
        String text = formula.strip();
        if (text.isEmpty()) {
            throw new DataException("the formula is empty: type one in x, for instance sin(2*pi*x)");
        }
        if (text.length() > MOST_CHARACTERS) {
            throw new DataException(
                    "the formula has " + text.length() + " characters: at most " + MOST_CHARACTERS + " are possible");
        }
        Expression expression = new Expression(text, configuration());
        try {
            ASTNode tree = expression.getAbstractSyntaxTree();
            List<String> names = inputs(text, tree);
            return new Parsed(text, names, new FormulaParser(text, names).compile(tree));
        } catch (ParseException e) {
            throw new DataException("\"" + text + "\", character " + e.getStartPosition() + ": " + reason(e), e);
        }
    }

    private static String reason(ParseException e) {
        String message = e.getMessage() == null ? "this is no formula" : e.getMessage();
        String plain = message.lines().findFirst().orElse("this is no formula");
        return message.startsWith("Undefined function")
                ? plain.replace("Undefined function", "there is no function")
                        + ": there are "
                        + Stream.concat(FUNCTIONS.keySet().stream(), FUNCTIONS_OF_TWO.keySet().stream())
                                .collect(Collectors.joining(", "))
                : plain.toLowerCase(Locale.ROOT) + ": correct it there, with a sign after an operator in parentheses";
    }

    private static ExpressionConfiguration configuration() {
        MapBasedFunctionDictionary functions = new MapBasedFunctionDictionary();
        FUNCTIONS.keySet().forEach(name -> functions.addFunction(name, new Named(1)));
        FUNCTIONS_OF_TWO.keySet().forEach(name -> functions.addFunction(name, new Named(2)));
        return ExpressionConfiguration.builder()
                .functionDictionary(functions)
                // −x² is −(x²), as in mathematics.
                .powerOfPrecedence(OperatorIfc.OPERATOR_PRECEDENCE_POWER_HIGHER)
                .arraysAllowed(false)
                .structuresAllowed(false)
                .build();
    }

    /** Either x alone, or x1 up to the highest index in use. */
    private static List<String> inputs(String text, ASTNode tree) throws DataException {
        TreeSet<String> used = new TreeSet<>();
        collect(tree, used);
        used.removeAll(CONSTANTS.keySet());
        int most = 0;
        for (String name : used) {
            if (name.equals("x")) {
                continue;
            }
            if (!name.matches("x[1-" + MOST_INPUTS + "]")) {
                throw new DataException("\"" + text + "\": the name " + name + " is unknown: use x, or x1 to x"
                        + MOST_INPUTS + ", pi and e");
            }
            most = Math.max(most, name.charAt(1) - '0');
        }
        if (most > 0 && used.contains("x")) {
            throw new DataException("\"" + text + "\" has both x and x" + most + ": write x1 for x");
        }
        return FunctionSource.names(Math.max(1, most)).stream()
                .map(name -> used.contains("x1") && name.equals("x") ? "x1" : name)
                .toList();
    }

    private static void collect(ASTNode node, TreeSet<String> names) {
        if (node.getToken().getType() == Token.TokenType.VARIABLE_OR_CONSTANT) {
            names.add(name(node));
        }
        node.getParameters().forEach(child -> collect(child, names));
    }

    private static String name(ASTNode node) {
        return node.getToken().getValue().toLowerCase(Locale.ROOT);
    }

    private RealFunction compile(ASTNode node) throws DataException {
        List<ASTNode> children = node.getParameters();
        return switch (node.getToken().getType()) {
            case NUMBER_LITERAL -> number(node);
            case VARIABLE_OR_CONSTANT -> variable(name(node));
            case PREFIX_OPERATOR -> prefix(node, compile(children.getFirst()));
            case INFIX_OPERATOR ->
                two(OPERATORS.get(name(node)), node, compile(children.get(0)), compile(children.get(1)));
            case FUNCTION -> {
                DoubleUnaryOperator one = FUNCTIONS.get(name(node));
                RealFunction first = compile(children.getFirst());
                yield one == null
                        ? two(FUNCTIONS_OF_TWO.get(name(node)), node, first, compile(children.get(1)))
                        : x -> one.applyAsDouble(first.at(x));
            }
            default -> throw unusable(node);
        };
    }

    private RealFunction number(ASTNode node) throws DataException {
        try {
            double value = Double.parseDouble(node.getToken().getValue());
            return _ -> value;
        } catch (NumberFormatException _) {
            throw unusable(node);
        }
    }

    private RealFunction variable(String name) {
        Double constant = CONSTANTS.get(name);
        if (constant != null) {
            double value = constant;
            return _ -> value;
        }
        int index = names.indexOf(name);
        return x -> x[index];
    }

    private RealFunction prefix(ASTNode node, RealFunction operand) throws DataException {
        return switch (node.getToken().getValue()) {
            case "-" -> x -> -operand.at(x);
            case "+" -> operand;
            default -> throw unusable(node);
        };
    }

    private RealFunction two(DoubleBinaryOperator operator, ASTNode node, RealFunction a, RealFunction b)
            throws DataException {
        if (operator == null) {
            throw unusable(node);
        }
        return x -> operator.applyAsDouble(a.at(x), b.at(x));
    }

    private DataException unusable(ASTNode node) {
        Token token = node.getToken();
        return new DataException("\"" + text + "\", character " + token.getStartPosition() + ": \"" + token.getValue()
                + "\" has no meaning here: use numbers, + - * / % ^, and functions such as sin");
    }
}
