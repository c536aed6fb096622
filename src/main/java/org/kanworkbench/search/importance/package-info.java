/** Which settings a score depends on. */
package org.kanworkbench.search.importance;
