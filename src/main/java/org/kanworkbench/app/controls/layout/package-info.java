/** Parents that lay out what they hold by the room there is. */
package org.kanworkbench.app.controls.layout;
