/** Pictures of every pane at real work. */
package org.kanworkbench.app.screenshots;
