/** Settings on one line: name, control, reset, and what is wrong. */
package org.kanworkbench.app.controls.setting;
