/**
 * Leg 1 of the journey: bytes become messages, and messages become cuts. Before it: vehicles on TCP. After it: {@link
 * io.roundabout.entrance.spark}, which stores the cuts for the loop.
 *
 * <p>One message through this package, all on the one event loop:
 *
 * <ol>
 *   <li>{@code VehicleConnection} reads bytes when {@code Ledger} says that there is room; {@code LineDecoder} frames them.
 *   <li>{@code Phase} says what a frame means: {@code Talking} reads commands and takes messages.
 *   <li>{@code MessageCheck} looks at it, with {@code Utf8} and {@code JsonCheck}: it is taken with its key, or refused.
 *   <li>{@code OpenCut} numbers it in its {@code Session} and writes it to the slice of its state partition.
 *   <li>{@code EntranceLoop} closes the cut at the end of the turn; {@code CutQueue} has it stored by the storing thread.
 *   <li>The hub's decision comes back to the {@code Session}, and {@code Receipts} tells the vehicle.
 * </ol>
 *
 * <p>What arrives whole by another protocol comes through the {@link io.roundabout.entrance.SideDoor}: its {@code WholeSender}
 * joins at the third step.
 */
@NullMarked
package io.roundabout.entrance;

import org.jspecify.annotations.NullMarked;
