/** Export of stored runs to files for other programs. */
package org.kanworkbench.runs.export;
