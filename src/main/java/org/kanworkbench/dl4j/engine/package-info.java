/** ND4J as an engine of the workbench, on the processor or on an NVIDIA GPU. */
package org.kanworkbench.dl4j.engine;
