/** Background work, its status, and frames. */
package org.kanworkbench.app.work;
