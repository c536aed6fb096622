/** Networks saved by other implementations, recognised by their tensors' names and shapes. */
package org.kanworkbench.files.peer;
