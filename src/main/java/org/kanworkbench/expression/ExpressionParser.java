package org.kanworkbench.expression;

import com.ezylang.evalex.config.ExpressionConfiguration;
import com.ezylang.evalex.config.MapBasedFunctionDictionary;
import com.ezylang.evalex.data.EvaluationValue;
import com.ezylang.evalex.functions.AbstractFunction;
import com.ezylang.evalex.functions.FunctionParameterDefinition;
import com.ezylang.evalex.operators.OperatorIfc;
import com.ezylang.evalex.parser.ASTNode;
import com.ezylang.evalex.parser.ParseException;
import com.ezylang.evalex.parser.Token;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads formulas such as {@code sin(2*pi*x) + 0.5*x^2}, powers also as {@code **}. EvalEx parses; its tree becomes an
 * expression of doubles, as its own arithmetic is decimal, in degrees, and a thousand times slower.
 */
public final class ExpressionParser {

    private static final int MOST_CHARACTERS = 1000;

    /** A function that EvalEx knows by name and number of arguments; it never computes it. */
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
        public EvaluationValue evaluate(
                com.ezylang.evalex.Expression expression, Token token, EvaluationValue... values) {
            throw new UnsupportedOperationException("formulas are compiled, not evaluated");
        }
    }

    private final String text;
    private final SortedSet<String> names = new TreeSet<>();
    private Expression whole;

    private ExpressionParser(String text) {
        this.text = text;
    }

    /**
     * Every name but pi, e and those of functions is a variable.
     *
     * @throws IllegalArgumentException of one line, for what is not a formula
     */
    public static Expression parse(String formula) {
        return of(formula).whole;
    }

    /** The variables that are written, also where nothing comes of them, as in 0*w. */
    public static SortedSet<String> variables(String formula) {
        return of(formula).names;
    }

    private static ExpressionParser of(String formula) {
        String text = formula.strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the formula is empty: type one in x, for instance sin(2*pi*x)");
        }
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "the formula has " + text.length() + " characters: at most " + MOST_CHARACTERS + " are possible");
        }
        try {
            // As long as before, so that messages count characters right.
            String carets = text.replace("**", "^ ");
            ExpressionParser parser = new ExpressionParser(text);
            parser.whole = parser.expression(
                    new com.ezylang.evalex.Expression(carets, configuration()).getAbstractSyntaxTree());
            return parser;
        } catch (ParseException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\", character " + e.getStartPosition() + ": " + reason(e), e);
        }
    }

    private static String reason(ParseException e) {
        String message = e.getMessage() == null ? "this is not a formula" : e.getMessage();
        String plain = message.lines().findFirst().orElse("this is not a formula");
        if (plain.contains("brace")) {
            return plain.toLowerCase(Locale.ROOT).replace("brace", "parenthesis") + ": close as many as are opened";
        }
        if (plain.startsWith("Undefined function")) {
            return plain.replace("Undefined function", "there is no function") + ": there are "
                    + String.join(", ", functionNames());
        }
        if (plain.startsWith("Undefined operator")) {
            return plain.replace("Undefined operator", "there is no operator")
                    + ": there are +, -, *, / and ^, and functions go by their names alone, as sin(x)";
        }
        return plain.startsWith("Missing") && plain.contains("operand")
                ? "something is missing beside this operator: complete it, and put a sign after an operator in parentheses"
                : plain.toLowerCase(Locale.ROOT) + ": correct it there, with a sign after an operator in parentheses";
    }

    private static List<String> functionNames() {
        return Stream.of(UnaryFunction.names(), BinaryFunction.names(), List.of("pow"))
                .flatMap(List::stream)
                .toList();
    }

    private static ExpressionConfiguration configuration() {
        MapBasedFunctionDictionary functions = new MapBasedFunctionDictionary();
        UnaryFunction.names().forEach(name -> functions.addFunction(name, new Named(1)));
        BinaryFunction.names().forEach(name -> functions.addFunction(name, new Named(2)));
        functions.addFunction("pow", new Named(2));
        return ExpressionConfiguration.builder()
                .functionDictionary(functions)
                // −x² is −(x²), as in mathematics.
                .powerOfPrecedence(OperatorIfc.OPERATOR_PRECEDENCE_POWER_HIGHER)
                .arraysAllowed(false)
                .structuresAllowed(false)
                .build();
    }

    private Expression expression(ASTNode node) {
        Token token = node.getToken();
        List<ASTNode> children = node.getParameters();
        return switch (token.getType()) {
            case NUMBER_LITERAL -> number(node);
            case VARIABLE_OR_CONSTANT -> variable(token.getValue());
            case PREFIX_OPERATOR ->
                switch (token.getValue()) {
                    case "-" -> Expression.product(Expression.constant(-1), expression(children.getFirst()));
                    case "+" -> expression(children.getFirst());
                    default -> throw unusable(node);
                };
            case INFIX_OPERATOR -> infix(node, expression(children.get(0)), expression(children.get(1)));
            case FUNCTION -> function(token.getValue().toLowerCase(Locale.ROOT), children);
            default -> throw unusable(node);
        };
    }

    private Expression number(ASTNode node) {
        try {
            return Expression.constant(Double.parseDouble(node.getToken().getValue()));
        } catch (NumberFormatException _) {
            throw unusable(node);
        }
    }

    private Expression variable(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "pi" -> new Expression.Constant(Math.PI, "pi");
            case "e" -> new Expression.Constant(Math.E, "e");
            default -> {
                names.add(name);
                yield Expression.variable(name);
            }
        };
    }

    private Expression infix(ASTNode node, Expression a, Expression b) {
        return switch (node.getToken().getValue()) {
            case "+" -> Expression.sum(a, b);
            case "-" -> Expression.sum(a, Expression.product(Expression.constant(-1), b));
            case "*" -> Expression.product(a, b);
            case "/" -> Expression.product(a, Expression.power(b, Expression.constant(-1)));
            case "^" -> Expression.power(a, b);
            case "%" -> Expression.call(BinaryFunction.MOD, a, b);
            default -> throw unusable(node);
        };
    }

    private Expression function(String name, List<ASTNode> arguments) {
        Expression first = expression(arguments.getFirst());
        Optional<UnaryFunction> one = UnaryFunction.named(name);
        if (one.isPresent()) {
            return Expression.call(one.get(), first);
        }
        Expression second = expression(arguments.get(1));
        return name.equals("pow")
                ? Expression.power(first, second)
                : Expression.call(BinaryFunction.named(name).orElseThrow(), first, second);
    }

    private IllegalArgumentException unusable(ASTNode node) {
        Token token = node.getToken();
        return new IllegalArgumentException("\"" + text + "\", character " + token.getStartPosition() + ": \""
                + token.getValue() + "\" has no meaning here: use numbers, + - * / % ^, and functions such as sin");
    }
}
