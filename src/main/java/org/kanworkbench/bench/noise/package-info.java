/** What the noise experiments take. */
package org.kanworkbench.bench.noise;
