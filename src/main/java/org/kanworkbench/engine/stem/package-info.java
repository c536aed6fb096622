/** Stems, which precede the first layer: convolutions with pooling, positional encoding, or nothing. */
package org.kanworkbench.engine.stem;
