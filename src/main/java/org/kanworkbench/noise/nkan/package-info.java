/** The experiment of nKAN.py, as in its script. */
package org.kanworkbench.noise.nkan;
