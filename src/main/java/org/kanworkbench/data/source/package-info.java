/** Data sources: bundled MNIST, IDX and CSV files, toy sets, and digits drawn by the user. */
package org.kanworkbench.data.source;
