package io.roundabout.gate;

import io.roundabout.outbox.AddressBook;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.OutputRequests;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What outputs need of the hub.
 *
 * @param requests asks the loop
 * @param addresses knows what may be collected
 * @param encoder makes AMQP messages of stored ones
 * @param partitions lanes of each output
 * @param budget memory for what outputs read
 * @param readers how many readers of lanes there were; a reader's number is in what it asks
 */
record HubSide(
        OutputRequests requests,
        AddressBook addresses,
        MessageEncoder encoder,
        int partitions,
        ReadBudget budget,
        AtomicLong readers) {
    HubSide(OutputRequests requests, AddressBook addresses, MessageEncoder encoder, int partitions, ReadBudget budget) {
        this(requests, addresses, encoder, partitions, budget, new AtomicLong());
    }

    /** Returns a reader of a lane. */
    LaneReader reader(Lane lane) {
        return new LaneReader(readers.incrementAndGet(), lane, encoder);
    }
}
