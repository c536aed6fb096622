/** Properties of several runs in one picture. */
package org.kanworkbench.app.runs.compare;
