/** Hyper-parameter search: trials of settings out of a space, each a training, towards the best validation score. */
package org.kanworkbench.search;
