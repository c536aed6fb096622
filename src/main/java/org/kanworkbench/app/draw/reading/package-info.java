/** What the open networks read in a drawing. */
package org.kanworkbench.app.draw.reading;
