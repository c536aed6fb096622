/**
 * Kolmogorov-Arnold layers for Deeplearning4j; they depend only on the workbench's layer specification and
 * initialization.
 */
package org.kanworkbench.dl4j.layers;
