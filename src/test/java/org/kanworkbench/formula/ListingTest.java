package org.kanworkbench.formula;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.kanworkbench.expression.ExpressionParser;

class ListingTest {

    @Test
    void names_of_columns_neither_end_a_comment_nor_begin_an_escape() {
        Formula formula = new Formula(ExpressionParser.parse("sin(x)"), List.of("x"));

        assertThat(Listing.JAVA.write(formula, "f", "x is the column \"C:\\users\"; above 0 for class a\nb"))
                .startsWith("// x is the column \"C:/users\"; above 0 for class a b\n");
    }

    @Test
    void a_function_has_no_name_that_its_language_has_for_something_else() {
        Formula formula = new Formula(ExpressionParser.parse("sin(x)"), List.of("x"));

        assertThat(Listing.C.write(formula, "sin", "")).contains("double sin_(double x) {\n    return sin(x);");
        assertThat(Listing.JAVA.write(formula, "Math", "")).contains("class Math_ {");
        assertThat(Listing.PYTHON.write(formula, "lambda", "")).contains("def lambda_(x):");
    }
}
