package io.roundabout.trial;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roundabout.vehicle.CollectedMessage;
import io.roundabout.vehicle.Collecting;
import io.roundabout.vehicle.Vehicle;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stock AMQP 1.0 clients push. The hub is killed in the middle: what was accepted is there, and what is sent again is
 * recognised by its message-id.
 */
class PushIT {
    private static final Path SCRIPTS = Path.of("src", "test", "resources", "interop");
    private static final int COUNT = 10_000;
    private static final int KILL_AT = 3_000;
    private static final String PIPELINE = """
            version: 1
            streams:
              events: {key: /k, id: message-id}
              numbered: {key: /k, id: /n}
              notes: {format: text, key: none}
              orders: {key: /customer}
              customers: {key: /id}
            joins:
              enriched: {inputs: {orders: one, customers: latest}}
            """;

    @TempDir
    private Path folder;

    /** Pushes all messages, and kills the hub in between if it is given one; returns what was said of each. */
    @FunctionalInterface
    private interface Client {
        List<String> push(HubProcess hub, boolean kill) throws Exception;
    }

    private static String url(HubProcess hub) {
        return "amqp://127.0.0.1:" + hub.gatePort();
    }

    private void losesNothing(String stream, Client client) throws Exception {
        try (HubProcess hub = HubProcess.in(folder).pipeline(PIPELINE).start()) {
            List<String> before = client.push(hub, true);
            assertThat(before)
                    .hasSizeGreaterThan(KILL_AT)
                    .hasSizeLessThan(COUNT)
                    .endsWith("lost");
            hub.kill9();
            hub.start();
            List<String> kept = HubIT.take(hub, stream);
            List<String> accepted = before.subList(0, before.size() - 1);
            assertThat(numbersOf(kept))
                    .containsAll(accepted.stream()
                            .map(line -> Integer.valueOf(line.substring("accepted m-".length())))
                            .toList());

            List<String> again = client.push(hub, false);

            assertThat(again).hasSize(COUNT + 1).endsWith("done");
            assertThat(again.subList(0, COUNT)).allMatch(line -> line.startsWith("accepted "));
            List<String> all = Stream.concat(kept.stream(), HubIT.take(hub, stream).stream())
                    .toList();
            assertThat(numbersOf(all))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, COUNT).boxed().toList());
            assertOrdered(kept);
        }
    }

    private static List<Integer> numbersOf(List<String> bodies) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (String body : bodies) {
            numbers.add(new ObjectMapper().readTree(body).path("n").intValue());
        }
        return numbers;
    }

    private static void assertOrdered(List<String> bodies) throws IOException {
        Map<String, Integer> last = new HashMap<>();
        for (String body : bodies) {
            JsonNode message = new ObjectMapper().readTree(body);
            int n = message.path("n").intValue();
            assertThat(n).isGreaterThan(last.getOrDefault(message.path("k").textValue(), -1));
            last.put(message.path("k").textValue(), n);
        }
    }

    @Test
    void python() throws Exception {
        losesNothing(
                "events",
                (hub, kill) -> Script.python(Map.of(), SCRIPTS.resolve("push.py"), arguments(url(hub), hub, kill)));
    }

    @Test
    void rhea() throws Exception {
        losesNothing(
                "events",
                (hub, kill) -> Script.node(
                        Map.of(), SCRIPTS.resolve("push.js"), arguments(Integer.toString(hub.gatePort()), hub, kill)));
    }

    @Test
    void saysWhyAMessageIsRefusedAndKeepsIt() throws Exception {
        try (HubProcess hub = HubProcess.in(folder).pipeline(PIPELINE).start()) {
            assertThat(Script.python(Map.of(), SCRIPTS.resolve("push.py"), url(hub), "orders", "1"))
                    .containsExactly(
                            "rejected m-0 roundabout:no-key stream 'orders' needs a key; expected at /customer",
                            "done");
            assertThat(HubIT.take(hub, "dead/orders")).containsExactly("{\"k\":\"k0\",\"n\":0}");
        }
    }

    @Test
    void keepsTheNameAndTheTraceThatASenderGaveItsMessage() throws Exception {
        try (HubProcess hub = HubProcess.in(folder).pipeline(PIPELINE).start()) {
            Script.python(Map.of(), SCRIPTS.resolve("push.py"), url(hub), "events", "1");

            try (Vehicle vehicle = hub.vehicle("taker").build();
                    Collecting messages = vehicle.take("events", 1)) {
                CollectedMessage message = messages.iterator().next();
                assertThat(message.key()).contains("k0");
                assertThat(message.properties()).containsEntry("pushed-id", "m-0");
            }
            passesTracesOn(hub);
        }
    }

    private static void passesTracesOn(HubProcess hub) throws Exception {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b716920333%d-01";
        try (jakarta.jms.Connection connection =
                new JmsConnectionFactory(url(hub) + "?jms.populateJMSXUserID=false").createConnection()) {
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            sendTraced(session, "notes", "hello", trace.formatted(1));
            sendTraced(session, "customers", "{\"id\":\"c\"}", trace.formatted(2));
            sendTraced(session, "orders", "{\"customer\":\"c\"}", trace.formatted(3));
        }
        assertThat(traceOf(hub, "notes")).isEqualTo(trace.formatted(1));
        assertThat(traceOf(hub, "enriched")).as("the one that completed it").isEqualTo(trace.formatted(3));
    }

    private static void sendTraced(Session session, String stream, String body, String trace) throws JMSException {
        Message message = session.createTextMessage(body);
        message.setStringProperty("traceparent", trace);
        session.createProducer(session.createQueue(stream)).send(message);
    }

    private static String traceOf(HubProcess hub, String address) {
        try (Vehicle vehicle = hub.vehicle("tracer").build();
                Collecting messages = vehicle.take(address, 1)) {
            return String.valueOf(messages.iterator().next().properties().get("traceparent"));
        }
    }

    private static String[] arguments(String where, HubProcess hub, boolean kill) {
        Stream<String> always = Stream.of(where, "events", Integer.toString(COUNT));
        Stream<String> killing = kill ? Stream.of(Integer.toString(KILL_AT), Long.toString(hub.pid())) : Stream.of();
        return Stream.concat(always, killing).toArray(String[]::new);
    }

    /** JMS gives every message a new message-id, so it needs an id in the body. */
    @Test
    void jms() throws Exception {
        losesNothing("numbered", PushIT::pushByJms);
    }

    private static List<String> pushByJms(HubProcess hub, boolean kill) throws Exception {
        ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
        CountDownLatch left = new CountDownLatch(COUNT);
        try (jakarta.jms.Connection connection =
                new JmsConnectionFactory(url(hub) + "?jms.populateJMSXUserID=false").createConnection()) {
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            MessageProducer producer = session.createProducer(session.createQueue("numbered"));
            Listener listener = new Listener(lines, left, kill ? hub : null);
            for (int i = 0; i < COUNT; i++) {
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(
                        "{\"k\":\"k%d\",\"n\":%d}".formatted(i % 10, i).getBytes(UTF_8));
                message.setIntProperty("n", i);
                producer.send(message, DeliveryMode.PERSISTENT, 4, 0, listener);
            }
            left.await(60, TimeUnit.SECONDS);
        } catch (JMSException e) {
            assertThat(kill).as(e.toString()).isTrue();
        }
        List<String> all = new ArrayList<>(lines);
        all.add(left.getCount() == 0 && all.size() == COUNT ? "done" : "lost");
        return all;
    }

    private record Listener(
            ConcurrentLinkedQueue<String> lines,
            CountDownLatch left,
            @Nullable HubProcess victim) implements CompletionListener {
        @Override
        public void onCompletion(Message message) {
            try {
                lines.add("accepted m-" + message.getIntProperty("n"));
                left.countDown();
                if (victim != null && lines.size() == KILL_AT) {
                    victim.kill9();
                }
            } catch (JMSException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void onException(Message message, Exception why) {
            left.countDown();
        }
    }
}
