/** Wavelets, which every edge shifts and stretches. */
package org.kanworkbench.network.basis.wavelet;
