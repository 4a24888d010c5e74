package io.roundabout.gate;

import io.roundabout.outbox.TurnReport;

/** The outputs of a hub with two partitions that turns when it is told to, without sockets. Confined to one thread. */
final class TestingOutputs {
    static final int READ_AHEAD = 4_000;

    private final TestingLoop loop = TestingLoop.still(2);
    private final HubSide hub = new HubSide(loop, loop, new MessageEncoder("hub-1"), 2, new ReadBudget(READ_AHEAD));
    private final Outputs outputs = new Outputs(hub, () -> {});

    TestingOutputs() {
        loop.listener(outputs::onTurn);
    }

    TestingLoop loop() {
        return loop;
    }

    Output at(String address) {
        return outputs.at(address);
    }

    /** Returns leases of these outputs. */
    Leases leases(long unsettledBytes, Later later) {
        return new Leases(outputs, hub, new UnsettledBudget(unsettledBytes), 10, later);
    }

    /** Returns relays of these outputs, which the loop's address book has. */
    Relays relays(long unsettledBytes, BrokerLink.Dialer dialer, Later later) {
        return new Relays(
                loop, new RelayParts(outputs, new UnsettledBudget(unsettledBytes), dialer, later, bound -> bound / 2));
    }

    /** Hears of a turn that the loop did not run. */
    void onTurn(TurnReport report) {
        outputs.onTurn(report);
    }

    /** Offers what is there, and asks for what is missing. */
    void pass() {
        outputs.pass();
    }

    /** Asks, turns, and offers what came. */
    void turn() {
        pass();
        loop.turn();
        pass();
    }

    /** Attaches a collector of {@code orders} with so much credit. */
    TestingCollector attach(int credit) {
        TestingCollector link = new TestingCollector().credit(credit);
        at("orders").attach(link);
        return link;
    }
}
