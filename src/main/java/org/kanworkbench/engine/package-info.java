/** The vector engine: forward, backward and update of a layer stack on the Vector API. */
package org.kanworkbench.engine;
