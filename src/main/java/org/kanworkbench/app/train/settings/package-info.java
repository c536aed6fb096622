/** The settings of a run: data, network and recipe, and their estimated cost. */
package org.kanworkbench.app.train.settings;
