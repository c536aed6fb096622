/** Many fits over noise levels, training sizes, models and seeds: their plan, their files, and the threads that do them. */
package org.kanworkbench.noise.sweep;
