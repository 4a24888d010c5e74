package io.roundabout.gate;

import io.roundabout.entrance.SideDoor;
import io.roundabout.outbox.AddressBook;
import io.roundabout.outbox.OutputRequests;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The hub a gate belongs to.
 *
 * @param id container-id of the hub and first part of every message-id; must not change over restarts
 * @param partitions lanes of each output, at least 1
 * @param requests asks the loop for messages
 * @param addresses knows what may be collected
 * @param door takes what clients push
 * @param meters finds what hears of the messages of an address
 * @param onFailure hears of what makes the gate unable to go on; it must end the process
 */
public record GateHub(
        String id,
        int partitions,
        OutputRequests requests,
        AddressBook addresses,
        SideDoor door,
        Function<String, OutputMeter> meters,
        Consumer<Throwable> onFailure) {
    /** A hub that hears nothing of messages. */
    @SuppressWarnings("ParameterNumber") // the record's own, but for one
    public GateHub(
            String id,
            int partitions,
            OutputRequests requests,
            AddressBook addresses,
            SideDoor door,
            Consumer<Throwable> onFailure) {
        this(id, partitions, requests, addresses, door, address -> OutputMeter.NOBODY, onFailure);
    }
}
