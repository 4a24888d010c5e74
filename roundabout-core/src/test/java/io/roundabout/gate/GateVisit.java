package io.roundabout.gate;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A gate of a hub with one partition that turns by itself, and a vehicle that has begun a session there. For one test. */
final class GateVisit implements BeforeEachCallback, AfterEachCallback {
    private final TestingLoop loop = TestingLoop.turning(1);
    private final TestingDoor door = new TestingDoor();
    private final Gate gate =
            Gate.open(GateSettings.defaults("127.0.0.1", 0), new GateHub("hub-1", 1, loop, loop, door, failure -> {}));
    private final ScriptedVehicle vehicle = new ScriptedVehicle(gate.address());

    TestingLoop loop() {
        return loop;
    }

    TestingDoor door() {
        return door;
    }

    Gate gate() {
        return gate;
    }

    ScriptedVehicle vehicle() {
        return vehicle;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        loop.listener(gate);
        vehicle.begin("vehicle-1");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        vehicle.close();
        gate.close();
        loop.close();
    }
}
