/** The comparison of presets: its settings, its course, and its table and plots. */
package org.kanworkbench.app.runs.presets;
