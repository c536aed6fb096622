/** What the Formulas pane knows and does, without a window: its settings, work, steps, and the state after each. */
package org.kanworkbench.app.formulas.state;
