/** Samplers propose the values of the next trial: TPE, random, grid, CMA-ES. */
package org.kanworkbench.search.sampler;
