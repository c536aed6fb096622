/** Where data comes from: bundled MNIST, IDX and CSV files, toy sets, and digits that a person drew. */
package org.kanworkbench.data.source;
