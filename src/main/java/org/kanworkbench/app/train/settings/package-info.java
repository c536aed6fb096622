/** What is set before a run: data, network and recipe, and what they will cost. */
package org.kanworkbench.app.train.settings;
