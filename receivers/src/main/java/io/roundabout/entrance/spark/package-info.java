/**
 * Leg 1 meets Spark: a receiver that stores cuts. Before it: {@link io.roundabout.entrance}. After it: the loop in {@code
 * io.roundabout.circulation}.
 */
@NullMarked
package io.roundabout.entrance.spark;

import org.jspecify.annotations.NullMarked;
