/**
 * What a pipeline author's own Java class implements, where a join names it with {@code class:}. Nothing here depends on anything
 * but the JDK. It changes only as the version says: an implementation for one version works with all of the same major
 * number.
 */
@NullMarked
package io.roundabout.rule;

import org.jspecify.annotations.NullMarked;
