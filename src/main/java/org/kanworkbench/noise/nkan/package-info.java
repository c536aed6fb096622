/** The experiment that the noise lab begins with, as its script has it. */
package org.kanworkbench.noise.nkan;
