/** Where trials run: on this computer, or on a cluster. */
package org.kanworkbench.app.cluster;
