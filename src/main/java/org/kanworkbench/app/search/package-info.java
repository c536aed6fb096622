/** The Search pane: the space of a search, its trials live, and what they tell. */
package org.kanworkbench.app.search;
