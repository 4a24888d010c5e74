package io.roundabout.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.roundabout.outbox.SubscriptionRequest;
import io.roundabout.outbox.SubscriptionRequest.Wish;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Attaches to a topic that cannot be answered with a subscription, because something else came first. */
class GateSubscribingTest {
    @RegisterExtension
    private final GateVisit visit = new GateVisit();

    private final TestingLoop loop = visit.loop();
    private final TestingSubscribers subscribers = loop.subscribers();
    private final ScriptedVehicle vehicle = visit.vehicle();

    @BeforeEach
    void makesATopic() {
        subscribers.topics("news");
        subscribers.silent(true);
    }

    @Test
    void refusesWhoAskedWhenTheTopicBecomesAQueue() {
        vehicle.attaching("link", 0, "news").now();
        await().until(() -> subscribers.asked().size() == 1);
        vehicle.peer().expectAttach().ofSender().withName("link").withNullSource();
        vehicle.peer().expectDetach().withHandle(0).withClosed(true).withError("amqp:resource-deleted");

        subscribers.topics();
        visit.gate().onRules();

        vehicle.done();
        staysRefused();
        await().until(() -> subscribers.asked().size() == 2);
        assertThat(subscribers.asked())
                .extracting(SubscriptionRequest::wish)
                .containsExactly(Wish.SUBSCRIBE, Wish.LEAVE);
    }

    @Test
    void refusesWhoAskedWhenAnotherConnectionTakesItsName() throws Exception {
        vehicle.attaching("link", 0, "news").now();
        await().until(() -> subscribers.asked().size() == 1);
        vehicle.peer().expectAttach().ofSender().withName("link").withNullSource();
        vehicle.peer().expectDetach().withHandle(0).withClosed(true).withError("amqp:link:stolen");

        try (ScriptedVehicle again = new ScriptedVehicle(visit.gate().address())) {
            again.begin("vehicle-1");
            again.attaching("link", 0, "news").now();
            vehicle.done();
            again.peer().expectAttach().ofSender().withName("link").withSource();
            staysRefused();
            again.done();
        }
    }

    /** What is committed late makes no link of it; frames of one connection come in order. */
    private void staysRefused() {
        subscribers.silent(false);
        loop.put("mail", "a");
        vehicle.peer().remoteDetach().withHandle(0).withClosed(true).now();
        vehicle.attach("next", 1, "mail");
    }
}
