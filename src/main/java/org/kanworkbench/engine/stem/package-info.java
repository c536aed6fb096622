/** What comes before the first layer: convolutions with pooling, positional encoding, or nothing. */
package org.kanworkbench.engine.stem;
