/** Networks of the workbench as Deeplearning4j's, and back. */
package org.kanworkbench.dl4j;
