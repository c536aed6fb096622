/** From rows to an equation. */
package org.kanworkbench.cli.formula;
