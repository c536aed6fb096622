package org.kanworkbench.gpu;

import org.kanworkbench.gpu.device.Session.Buffer;
import org.kanworkbench.gpu.device.Session.Shared;

/**
 * One batch on its way through a network.
 *
 * @param table of all layers
 * @param p parameters
 * @param g their gradients
 * @param rows of the batch
 */
record Pass(Shared table, Buffer p, Buffer g, int rows, boolean training) {

    /** What kernels of a layer or stage take: the beginning that all have in common, and more. */
    Object[] ofRows(int layer, int itsRows, Object... more) {
        Object[] all = new Object[5 + more.length];
        all[0] = table;
        all[1] = layer;
        all[2] = p;
        all[3] = itsRows;
        all[4] = training ? 1 : 0;
        System.arraycopy(more, 0, all, 5, more.length);
        return all;
    }

    Object[] of(int layer, Object... more) {
        return ofRows(layer, rows, more);
    }
}
