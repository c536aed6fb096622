/** Networks that pykan has saved. */
package org.kanworkbench.formula.pykan;
