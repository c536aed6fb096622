/** Records as readable JSON: named fields, a version first, and protection from untrusted text. */
package org.kanworkbench.files.json;
