package io.roundabout.vehicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.roundabout.vehicle.testing.FakeHub;
import io.roundabout.vehicle.testing.HeldMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How the author of a vehicle tests it: the example of this module's README. */
class ExampleTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** The code under test: collects customers, and pushes their names. */
    private static void copyNames(Vehicle vehicle) {
        try (Collecting customers = vehicle.take("customers", 100)) {
            for (CollectedMessage customer : customers) {
                String key = customer.key().orElseThrow();
                vehicle.push("names", Message.of(customer.text()).withKey(key)).join();
            }
        }
        vehicle.flush(SOON);
    }

    @Test
    void copiesTheNameOfEachCustomer() {
        try (FakeHub hub = new FakeHub();
                Vehicle vehicle = vehicle(hub)) {
            hub.put("customers", HeldMessage.json("{\"name\":\"Ada\"}").withKey("c42"));

            copyNames(vehicle);

            assertEquals(List.of("{\"name\":\"Ada\"}"), hub.bodies("names"));
            assertEquals(Optional.of("c42"), hub.messages("names").get(0).key());
        }
    }

    @Test
    void leavesACustomerWhoseNameIsRefused() {
        try (FakeHub hub = new FakeHub();
                Vehicle vehicle = vehicle(hub)) {
            hub.put("customers", HeldMessage.json("{}").withKey("c42"));
            hub.refuse(message -> Optional.of("schema /name is missing"));

            assertThrows(RuntimeException.class, () -> copyNames(vehicle));

            assertThrows(RefusedMessagesException.class, () -> vehicle.flush(SOON));
            assertEquals(List.of(), hub.accepted("customers"));
        }
    }

    @Test
    void survivesALostConnection() {
        try (FakeHub hub = new FakeHub();
                Vehicle vehicle = vehicle(hub)) {
            hub.put("customers", HeldMessage.json("{\"name\":\"Ada\"}").withKey("c42"));
            hub.cutAfter(1); // kept, but the vehicle is not told

            copyNames(vehicle);

            assertEquals(1, hub.messages("names").size());
        }
    }

    private static Vehicle vehicle(FakeHub hub) {
        return Vehicle.to(hub.host())
                .entrancePort(hub.entrancePort())
                .amqpPort(hub.amqpPort())
                .build();
    }
}
