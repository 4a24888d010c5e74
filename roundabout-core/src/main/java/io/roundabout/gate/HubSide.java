package io.roundabout.gate;

import io.roundabout.outbox.AddressBook;
import io.roundabout.outbox.OutputRequests;

/**
 * What outputs need of the hub.
 *
 * @param requests asks the loop
 * @param addresses knows what may be collected
 * @param encoder makes AMQP messages of stored ones
 * @param partitions lanes of each output
 * @param readAheadBytes messages an output keeps ready, in bytes
 */
record HubSide(
        OutputRequests requests, AddressBook addresses, MessageEncoder encoder, int partitions, int readAheadBytes) {}
