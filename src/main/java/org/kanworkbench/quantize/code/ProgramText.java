package org.kanworkbench.quantize.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kanworkbench.quantize.code.Program.Nest;
import org.kanworkbench.quantize.code.Program.Operand;
import org.kanworkbench.quantize.code.Program.Reduction;
import org.kanworkbench.quantize.code.Program.Step;

/** A program's steps in a language: loops over arrays, or NumPy's operations on all rows. */
record ProgramText(Language language, Program program) {

    private static final List<String> INDEX = List.of("i", "j", "k", "l");
    /** Steps of a function: Java's compiler leaves long ones to its interpreter. */
    private static final int PART = 24;

    /** The steps as functions without arguments, by {@link #calls}. */
    String parts(String head, String indent) {
        StringBuilder text = new StringBuilder();
        for (int from = 0; from < program.steps().size(); from += PART) {
            text.append(indent).append(String.format(head, from / PART)).append(" {\n");
            for (Step step : program.steps()
                    .subList(from, Math.min(from + PART, program.steps().size()))) {
                lines(step)
                        .forEach(line ->
                                text.append(indent).append("    ").append(line).append('\n'));
            }
            text.append(indent).append("}\n\n");
        }
        return text.toString();
    }

    String calls(String indent) {
        return IntStream.range(0, Math.ceilDiv(program.steps().size(), PART))
                .mapToObj(p -> indent + "part" + p + "();\n")
                .collect(Collectors.joining());
    }

    private List<String> lines(Step step) {
        List<String> lines = new ArrayList<>();
        switch (step) {
            case Program.Each each -> {
                List<String> values = IntStream.range(0, each.operands().size())
                        .mapToObj(n -> element(each.operands().get(n), each.nest(), n + 1))
                        .toList();
                loops(
                        lines,
                        each.nest(),
                        at(each.out(), each.nest(), 0) + " = " + each.function().text(language, values) + ";");
            }
            case Program.Reduce reduce -> {
                Nest all = Nest.of(reduce.shape(), List.of(reduce.shape()));
                String start = Float.isInfinite(reduce.reduction().start)
                        ? (reduce.reduction().start < 0 ? "-" : "") + "INFINITY"
                        : language.literal(0);
                loops(lines, all, at(reduce.out(), all, 0) + " = " + start + ";");
                String to = at(reduce.out(), reduce.nest(), 0);
                String value = element(reduce.of(), reduce.nest(), 1);
                loops(
                        lines,
                        reduce.nest(),
                        switch (reduce.reduction()) {
                            case SUM, MEAN -> to + " += " + value + ";";
                            case MIN -> to + " = " + language.function("min") + "(" + to + ", " + value + ");";
                            case MAX -> to + " = " + language.function("max") + "(" + to + ", " + value + ");";
                        });
                if (reduce.reduction() == Reduction.MEAN) {
                    loops(lines, all, at(reduce.out(), all, 0) + " /= " + reduce.count() + ";");
                }
            }
            case Program.Product product ->
                lines.add("multiply(" + product.out() + ", " + product.row().name() + ", "
                        + product.matrix().name() + ", " + product.inputs() + ", " + product.outputs() + ");");
            case Program.Convolution convolution -> {
                int[] kernels = convolution.kernels().shape();
                lines.add("convolve(" + convolution.out() + ", "
                        + convolution.image().name() + ", "
                        + convolution.kernels().name() + ", "
                        + (convolution.bias() == null
                                ? language == Language.C ? "NULL" : "null"
                                : convolution.bias().name())
                        + ", " + kernels[1] + ", " + kernels[0] + ", "
                        + convolution.shape()[2] + ", "
                        + convolution.shape()[3] + ");");
            }
            case Program.Pooling pooling -> {
                int[] image = pooling.image().shape();
                lines.add("pool(" + pooling.out() + ", " + pooling.image().name() + ", " + image[1] + ", " + image[2]
                        + ", " + image[3] + ");");
            }
        }
        return lines;
    }

    private void loops(List<String> lines, Nest nest, String body) {
        String indent = "";
        String counter = language == Language.HTML ? "let" : "int";
        for (int n = 0; n < nest.sizes().length; n++) {
            String i = INDEX.get(n);
            lines.add(
                    indent + "for (" + counter + " " + i + " = 0; " + i + " < " + nest.sizes()[n] + "; " + i + "++) {");
            indent += "    ";
        }
        lines.add(indent + body);
        for (int n = 0; n < nest.sizes().length; n++) {
            indent = indent.substring(4);
            lines.add(indent + "}");
        }
    }

    private String element(Operand operand, Nest nest, int array) {
        return operand.name() == null ? language.literal(operand.literal()) : at(operand.name(), nest, array);
    }

    private static String at(String name, Nest nest, int array) {
        String index = IntStream.range(0, nest.sizes().length)
                .filter(n -> nest.strides()[n][array] != 0)
                .mapToObj(n -> INDEX.get(n) + (nest.strides()[n][array] == 1 ? "" : " * " + nest.strides()[n][array]))
                .collect(Collectors.joining(" + "));
        return name + "[" + (index.isEmpty() ? "0" : index) + "]";
    }

    /** NumPy's statements. */
    String statements(String indent) {
        return program.steps().stream()
                .map(step -> indent + step.out() + " = " + statement(step) + "\n")
                .collect(Collectors.joining());
    }

    private String statement(Step step) {
        return switch (step) {
            case Program.Each each ->
                each.function()
                        .text(
                                language,
                                each.operands().stream().map(this::array).toList());
            case Program.Reduce reduce -> {
                String axes = Arrays.stream(reduce.axes())
                        .mapToObj(axis -> axis + ", ")
                        .collect(Collectors.joining());
                boolean kept = reduce.shape().length == reduce.of().shape().length;
                yield array(reduce.of()) + "." + reduce.reduction().name().toLowerCase(Locale.ROOT) + "(("
                        + axes.strip() + "), keepdims=" + (kept ? "True" : "False") + ")";
            }
            case Program.Product product -> array(product.row()) + " @ " + array(product.matrix());
            case Program.Convolution convolution ->
                "convolve(" + array(convolution.image()) + ", " + array(convolution.kernels()) + ", "
                        + (convolution.bias() == null ? "None" : array(convolution.bias())) + ")";
            case Program.Pooling pooling -> "pool(" + array(pooling.image()) + ")";
        };
    }

    private String array(Operand operand) {
        if (operand.name() == null) {
            return language.literal(operand.literal());
        }
        return operand.reshaped()
                ? operand.name() + ".reshape(-1, "
                        + Arrays.stream(operand.shape())
                                .skip(1)
                                .mapToObj(String::valueOf)
                                .collect(Collectors.joining(", "))
                        + ")"
                : operand.name();
    }
}
