/** Formulas as trees: parsed, simplified, evaluated, differentiated and printed. */
package org.kanworkbench.expression;
