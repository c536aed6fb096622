/** The settings of fits and sweeps, and their controls. */
package org.kanworkbench.app.noise.settings;
