/** Data sets: IDX and CSV files, bundled MNIST, augmentation. */
package org.kanworkbench.data;
