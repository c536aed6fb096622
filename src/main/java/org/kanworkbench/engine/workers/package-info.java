/** Threads that share the parts of one task. */
package org.kanworkbench.engine.workers;
