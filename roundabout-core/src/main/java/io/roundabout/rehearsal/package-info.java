/**
 * Beside the road: a pipeline's cases are rehearsed, in many orders of arrival, without doors, Spark or disk. What it is given
 * comes from {@code *.test.yaml} files instead of the entrance, and goes through the same rules to an outbox in memory, at which
 * it looks itself instead of the gate.
 */
@NullMarked
package io.roundabout.rehearsal;

import org.jspecify.annotations.NullMarked;
