package io.roundabout.gate;

/**
 * The numbers a lane holds.
 *
 * @param partition the lane's partition
 * @param head smallest number that may be held
 * @param next number the next message will get
 */
record LaneSpan(int partition, long head, long next) {}
