/** Explanation of networks: edge functions, their importance, and attribution of predictions. */
package org.kanworkbench.explain;
