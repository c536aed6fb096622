/** Work in the background, what the window tells of it, and the frames that show it. */
package org.kanworkbench.app.work;
