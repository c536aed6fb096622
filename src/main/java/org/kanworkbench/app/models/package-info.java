/** Models and graphs that are open, for every pane, with their colours and what the experiment store has of them. */
package org.kanworkbench.app.models;
