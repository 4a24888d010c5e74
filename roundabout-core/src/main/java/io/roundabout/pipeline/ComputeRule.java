package io.roundabout.pipeline;

import java.util.Optional;

/**
 * A running result for each key. Its results go to the output of its own name.
 *
 * @param name name of the compute
 * @param from name of a stream or a join
 * @param explode how a message becomes rows; empty: it is one row
 * @param key JSON pointer of the key, or the name of the column that {@code explode} makes
 * @param aggregate Spark SQL select list of aggregates
 * @param window empty: the result so far is emitted when it changes
 */
public record ComputeRule(
        String name, String from, Optional<Explode> explode, String key, String aggregate, Optional<Window> window) {}
