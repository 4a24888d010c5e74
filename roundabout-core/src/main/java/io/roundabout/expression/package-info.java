/**
 * The SQL of a pipeline, by Spark's Catalyst without a Spark session: parsed, resolved against what the pipeline declares,
 * and compiled once for each version of the rules. Implements what {@code io.roundabout.join} asks of expressions.
 */
@NullMarked
package io.roundabout.expression;

import org.jspecify.annotations.NullMarked;
