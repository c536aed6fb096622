/** What a fit and a sweep are made of, and the controls for it. */
package org.kanworkbench.app.noise.settings;
