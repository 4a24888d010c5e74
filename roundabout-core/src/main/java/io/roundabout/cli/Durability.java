package io.roundabout.cli;

import java.util.Locale;

/** What a message survives once it is acknowledged. */
public enum Durability {
    /** Loss of power, where the disk honours fsync: everything is synced before it is acknowledged. */
    POWER,
    /** The death of the hub's process, but not that of the machine. */
    PROCESS;

    /** Returns it as people write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
