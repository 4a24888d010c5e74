package io.roundabout.cli;

/** What a message survives once it is acknowledged. */
public enum Durability {
    /** Loss of power, where the disk honours fsync: everything is synced before it is acknowledged. */
    POWER,
    /** The death of the hub's process, but not that of the machine. */
    PROCESS
}
