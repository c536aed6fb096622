/** The Formulas pane: from data to an equation, step by step or at once. */
package org.kanworkbench.app.formulas;
