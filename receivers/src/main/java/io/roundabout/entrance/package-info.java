/**
 * Leg 1 of the journey: bytes become messages, and messages become cuts. Before it: vehicles on TCP. After it: {@link
 * io.roundabout.entrance.spark}, which stores the cuts for the loop.
 */
@NullMarked
package io.roundabout.entrance;

import org.jspecify.annotations.NullMarked;
