package io.roundabout.vehicle.testing;

import io.roundabout.vehicle.testing.FakeGate.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A hub for the tests of vehicles: in memory, in this process, on free ports of the loopback interface. It takes every
 * stream, hands out what a test puts at an address, and plays the bad days when told to.
 *
 * <pre>{@code
 * try (FakeHub hub = new FakeHub();
 *         Vehicle vehicle = Vehicle.to(hub.host())
 *                 .entrancePort(hub.entrancePort())
 *                 .amqpPort(hub.amqpPort())
 *                 .build()) {
 *     hub.put("customers", "{\"id\":\"c42\"}");
 *     copy(vehicle, "customers", "crm"); // the code under test
 *     assertEquals(List.of("{\"id\":\"c42\"}"), hub.bodies("crm"));
 * }
 * }</pre>
 *
 * <p>It speaks the whole entrance: sessions, batches, ids, the three ack modes, every limit. It joins nothing, knows no
 * pipeline and finds no key in a body; what is pushed and what can be collected are two things. What it keeps, and its
 * sessions, stay over {@link #stop} and {@link #start}, as in a hub that was restarted.
 *
 * <p>Thread-safe. It needs the AMQP codec of proton-j, and nothing of the SDK: a vehicle in any language can be pushed at it.
 */
public final class FakeHub implements AutoCloseable {
    private final FakeMemory memory = new FakeMemory();
    private final FakeGate gate = new FakeGate();
    private final Door entrance = new Door("fake-hub-entrance", socket -> new FakeConnection(memory, socket));

    /**
     * Creates a hub that holds nothing, and opens both doors.
     *
     * @throws java.io.UncheckedIOException if the loopback interface cannot be listened on
     */
    public FakeHub() {
        start();
    }

    /** Returns the address of the loopback interface. */
    public String host() {
        return "127.0.0.1";
    }

    /** Returns the TCP port for pushing; the same one after a restart. */
    public int entrancePort() {
        return entrance.port();
    }

    /** Returns the AMQP port for collecting; the same one after a restart. */
    public int amqpPort() {
        return gate.door().port();
    }

    /** Returns every message that was kept, in the order it came. */
    public List<ReceivedMessage> messages() {
        return memory.messages();
    }

    /** Returns the messages that were kept of a stream, in the order they came. */
    public List<ReceivedMessage> messages(String stream) {
        return memory.messages().stream()
                .filter(message -> message.stream().equals(stream))
                .toList();
    }

    /** Returns the bodies that were kept of a stream, read as UTF-8, in the order they came. */
    public List<String> bodies(String stream) {
        return messages(stream).stream().map(ReceivedMessage::text).toList();
    }

    /** Returns how many connections were made for pushing. */
    public int connectionsMade() {
        return entrance.visits();
    }

    /** Holds JSON at an address, for whoever collects there. */
    public void put(String address, String json) {
        put(address, HeldMessage.json(json));
    }

    /** Holds a message at an address, and hands it out if somebody waits there. */
    public void put(String address, HeldMessage message) {
        gate.put(address, message);
    }

    /** Returns what is held at an address and not on its way to anybody, in order. */
    public List<HeldMessage> held(String address) {
        return gate.held(address);
    }

    /** Returns what was acknowledged at an address, in that order. An acknowledgement may still be on its way: wait for it. */
    public List<HeldMessage> accepted(String address) {
        return gate.settled(address, Outcome.ACCEPTED);
    }

    /** Returns what was given back at an address without a failed attempt, in that order; it is held again. */
    public List<HeldMessage> released(String address) {
        return gate.settled(address, Outcome.RELEASED);
    }

    /** Returns what counted as a failed attempt at an address, such as by a lost connection, in that order; it is held again. */
    public List<HeldMessage> failed(String address) {
        return gate.settled(address, Outcome.FAILED);
    }

    /**
     * Refuses messages from now on.
     *
     * @param rule returns why, as {@code CODE} or {@code CODE text}; empty to keep the message. Called for one message at a
     *     time, on the thread of its connection; of a batch for each message before its end
     */
    public void refuse(Function<ReceivedMessage, Optional<String>> rule) {
        memory.refuse(rule);
    }

    /** Lets nobody collect from an address from now on: {@code amqp:not-found}. */
    public void refuseAddress(String address) {
        gate.refuse(address);
    }

    /**
     * Answers each vehicle that comes from now on with {@code -close}.
     *
     * @param codeAndText such as {@code busy} or {@code auth the token was revoked}; empty to let vehicles in again
     */
    public void turnAway(String codeAndText) {
        memory.turnAway(codeAndText);
    }

    /** Stops deciding: vehicles are greeted, and what they push from now on waits. */
    public void hold() {
        memory.hold(true);
    }

    /** Decides again. What waited on a connection that was cut meanwhile is not kept. */
    public void release() {
        memory.hold(false);
    }

    /** Breaks every connection, as a cable would. */
    public void cut() {
        entrance.cut();
        gate.door().cut();
    }

    /**
     * Breaks the connection that pushes, once, before it is told what became of its last messages.
     *
     * @param messages after how many more messages were decided, at least 1; a batch is not split
     */
    public void cutAfter(long messages) {
        memory.cutAfter(messages);
    }

    /** Forgets every session, as after 30 days. */
    public void forget() {
        memory.forget();
    }

    /** Opens both doors again, on the same ports. Does nothing if they are open. */
    public void start() {
        entrance.open();
        gate.door().open();
    }

    /** Breaks every connection and refuses new ones; keeps what it holds. */
    public void stop() {
        entrance.close();
        gate.door().close();
    }

    /** As {@link #stop}. */
    @Override
    public void close() {
        stop();
    }
}
