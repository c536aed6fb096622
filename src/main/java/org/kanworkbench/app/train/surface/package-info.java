/** The decision surface of data in the plane. */
package org.kanworkbench.app.train.surface;
