/** Records as JSON that a person can read: every field named, a version in front, and hostile text refused. */
package org.kanworkbench.files.json;
