/** Arrays of values with a shape, in float32 or fewer bits. */
package org.kanworkbench.network.tensor;
