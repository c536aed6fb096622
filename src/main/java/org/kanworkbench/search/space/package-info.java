/** The space of a search: which settings take which values. */
package org.kanworkbench.search.space;
