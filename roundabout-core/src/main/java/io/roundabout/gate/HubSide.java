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
 * @param budget memory for what outputs read
 */
record HubSide(
        OutputRequests requests, AddressBook addresses, MessageEncoder encoder, int partitions, ReadBudget budget) {}
