/** Models, checkpoints and configurations as files. */
package org.kanworkbench.files.model;
