/** What stands between a picture and the first layer: nothing, convolutions, or an encoding of positions. */
package org.kanworkbench.network.stem;
