package io.roundabout.gate;

import io.roundabout.outbox.AddressBook;
import io.roundabout.outbox.Lane;
import io.roundabout.outbox.OutputRequests;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * What outputs need of the hub.
 *
 * @param requests asks the loop
 * @param addresses knows what may be collected
 * @param encoder makes AMQP messages of stored ones
 * @param partitions lanes of each output
 * @param budget memory for what outputs read
 * @param meters finds what hears of the messages of an address
 * @param arrivals when messages came
 * @param readers how many readers of lanes there were; a reader's number is in what it asks
 */
record HubSide(
        OutputRequests requests,
        AddressBook addresses,
        MessageEncoder encoder,
        int partitions,
        ReadBudget budget,
        Function<String, OutputMeter> meters,
        ArrivalTimes arrivals,
        AtomicLong readers) {
    HubSide(GateHub hub, MessageEncoder encoder, ReadBudget budget) {
        this(
                hub.requests(),
                hub.addresses(),
                encoder,
                hub.partitions(),
                budget,
                hub.meters(),
                new ArrivalTimes(InstantSource.system()),
                new AtomicLong());
    }

    /** One of which nobody hears. */
    HubSide(OutputRequests requests, AddressBook addresses, MessageEncoder encoder, int partitions, ReadBudget budget) {
        this(
                requests,
                addresses,
                encoder,
                partitions,
                budget,
                address -> OutputMeter.NOBODY,
                new ArrivalTimes(InstantSource.system()),
                new AtomicLong());
    }

    /** Returns a reader of a lane. */
    LaneReader reader(Lane lane) {
        return new LaneReader(readers.incrementAndGet(), lane, encoder);
    }
}
