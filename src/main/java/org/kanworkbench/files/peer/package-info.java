/** Networks that other implementations have saved, told by their tensors' names and shapes. */
package org.kanworkbench.files.peer;
