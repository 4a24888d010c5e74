package io.roundabout;

/** Who has to act on a failure. */
public enum Fault {
    /** The vehicle's input is wrong: refuse it, never retry it. */
    VEHICLE,
    /** Network, disk or Spark failed: retry with back-off, or stop. */
    SURROUNDINGS,
    /** Our own bug: stop the leg, keep the state. */
    HUB
}
