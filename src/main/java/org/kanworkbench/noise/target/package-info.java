/** What an experiment fits: known functions, typed ones, and columns of tables. */
package org.kanworkbench.noise.target;
