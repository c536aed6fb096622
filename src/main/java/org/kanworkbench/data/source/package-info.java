/** Data sources: bundled MNIST, IDX, CIFAR, PNG and CSV files, toy sets, functions, and digits drawn by the user. */
package org.kanworkbench.data.source;
