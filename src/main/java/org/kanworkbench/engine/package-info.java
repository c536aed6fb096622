/** The vector engine: training and inference of networks on the Vector API. */
package org.kanworkbench.engine;
