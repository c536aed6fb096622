package org.kanworkbench.formula;

import java.util.stream.Collectors;
import org.kanworkbench.expression.Notation;

/** A formula as a file that can be used: a document, or a function of the inputs. */
public enum Listing {
    TEX(".tex", Notation.LATEX, "% ", "%2$s\n"),
    PYTHON(".py", Notation.NUMPY, "# ", "import numpy as np\n\n\ndef %1$s(%3$s):\n    return %2$s\n"),
    JAVA(
            ".java",
            Notation.JAVA,
            "// ",
            "final class %1$s {\n\n    static double at(%3$s) {\n        return %2$s;\n    }\n}\n"),
    C(
            ".c",
            Notation.C,
            "// ",
            "#define _USE_MATH_DEFINES\n#include <math.h>\n\ndouble %1$s(%3$s) {\n    return %2$s;\n}\n");

    private final String ending;
    private final Notation notation;
    private final String comment;
    private final String template;

    Listing(String ending, Notation notation, String comment, String template) {
        this.ending = ending;
        this.notation = notation;
        this.comment = comment;
        this.template = template;
    }

    public String ending() {
        return ending;
    }

    public Notation notation() {
        return notation;
    }

    /**
     * @param name of the function
     * @param notes a line of comment; empty for none
     */
    public String write(Formula formula, String name, String notes) {
        String type = this == JAVA || this == C ? "double " : "";
        String inputs = formula.names().stream()
                .map(input -> type + notation.variable(input))
                .collect(Collectors.joining(", "));
        String text = notation.print(formula.expression());
        String imports = text.contains("scipy") ? "import scipy.special\n" : "";
        // A line break would end the comment, and Java reads an escaped one as one.
        return (notes.isEmpty()
                        ? ""
                        : comment + notes.replaceAll("\\p{Cntrl}", " ").replace('\\', '/') + "\n")
                + imports
                + template.formatted(notation.variable(Identifiers.of(name)), text, inputs);
    }
}
