/** What can be searched: the settings of a training by their names, from their descriptions. */
package org.kanworkbench.search.setting;
