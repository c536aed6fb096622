/** What outlives the process: model files, configuration files, tensors on disk. */
package org.kanworkbench.runs;
