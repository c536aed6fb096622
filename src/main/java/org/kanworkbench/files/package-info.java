/** What outlives the process: where it lies, how it is written whole or not at all, and what is said of files that cannot be used. */
package org.kanworkbench.files;
