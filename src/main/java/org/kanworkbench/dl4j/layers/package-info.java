/** Kolmogorov-Arnold layers for Deeplearning4j; nothing here needs the rest of the workbench but what a layer is and how its weights begin. */
package org.kanworkbench.dl4j.layers;
