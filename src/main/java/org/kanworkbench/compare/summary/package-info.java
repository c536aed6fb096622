/** What the trainings of a comparison came to: means, intervals, ranks and a verdict. docs/zoo.md has the methods. */
package org.kanworkbench.compare.summary;
