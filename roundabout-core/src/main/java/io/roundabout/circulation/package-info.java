/**
 * Leg 3 of the journey: the loop. Turns carry arrivals, settlements and questions to held state and commit them. Before
 * it: {@code io.roundabout.entrance}. After it: the rules in {@code io.roundabout.join}.
 */
@NullMarked
package io.roundabout.circulation;

import org.jspecify.annotations.NullMarked;
