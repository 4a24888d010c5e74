package io.roundabout.trial;

import io.roundabout.history.History;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.DeliveryState;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.ReceiverOptions;
import org.apache.qpid.protonj2.client.exceptions.ClientException;

/**
 * A collecting vehicle that accepts most of what it gets, gives some back, and now and then loses its connection with
 * deliveries in its hands. Confined to one thread.
 */
final class Wayward implements AutoCloseable {
    private static final int CREDIT = 50;

    private final HubProcess hub;
    private final History history;
    private final Random random;
    private final Relay relay;
    private final Client client = Client.create();
    private int released;
    private int losses;

    Wayward(HubProcess hub, History history, long seed) throws IOException {
        this.hub = hub;
        this.history = history;
        this.random = new Random(seed);
        this.relay = Relay.to(hub.gatePort());
    }

    /** Collects until nothing came for a moment, or the connection was lost. */
    void collect(String address) {
        ReceiverOptions options = new ReceiverOptions().autoAccept(false).creditWindow(CREDIT);
        try (Connection connection =
                        client.connect("127.0.0.1", relay.port(), new ConnectionOptions().reconnectEnabled(false));
                Receiver receiver = connection.openReceiver(address, options)) {
            Delivery delivery = receiver.receive(500, TimeUnit.MILLISECONDS);
            while (delivery != null) {
                decide(delivery);
                delivery = receiver.receive(500, TimeUnit.MILLISECONDS);
            }
        } catch (ClientException | IllegalStateException e) {
            // Lost: by the hub's death, or by our own cut.
            losses++;
            hub.awaitGate();
        }
    }

    int released() {
        return released;
    }

    int losses() {
        return losses;
    }

    @Override
    public void close() throws IOException {
        client.close();
        relay.close();
    }

    private void decide(Delivery delivery) throws ClientException {
        int dice = random.nextInt(1_000);
        if (dice < 2) {
            relay.cut();
        } else if (dice < 50) {
            released++;
            delivery.disposition(DeliveryState.released(), true);
        } else {
            byte[] body = (byte[]) delivery.message().body();
            history.collected(delivery.message().messageId().toString(), new String(body, StandardCharsets.UTF_8));
            delivery.accept();
        }
    }
}
