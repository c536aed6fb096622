/** Arrays of values with a shape, in float32 or with fewer bits. */
package org.kanworkbench.network.tensor;
