/**
 * The pipeline file: read, checked as a whole, and turned into plain values. Before it: the pipeline's author. After it:
 * {@code io.roundabout.join}, which compiles the values into rules.
 */
@NullMarked
package io.roundabout.pipeline;

import org.jspecify.annotations.NullMarked;
