/** What a network has learned, made visible: edge functions, their importance, and what a prediction rests on. */
package org.kanworkbench.explain;
