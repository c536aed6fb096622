/** The vector engine: networks that train and predict by its rooms, on the Vector API. */
package org.kanworkbench.engine;
