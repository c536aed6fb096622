/** Conversion between networks of the workbench and Deeplearning4j's. */
package org.kanworkbench.dl4j;
