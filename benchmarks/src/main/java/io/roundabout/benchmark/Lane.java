package io.roundabout.benchmark;

import java.util.Locale;

/** The two streams that meet; each has a vehicle of its own. */
enum Lane {
    ORDERS(0),
    CUSTOMERS(1);

    /** One bit by which schedules and bodies tell the lanes apart. */
    final int bit;

    Lane(int bit) {
        this.bit = bit;
    }

    static Lane of(int bit) {
        return bit == ORDERS.bit ? ORDERS : CUSTOMERS;
    }

    /** Returns the name of the stream. */
    String stream() {
        return name().toLowerCase(Locale.ROOT);
    }
}
