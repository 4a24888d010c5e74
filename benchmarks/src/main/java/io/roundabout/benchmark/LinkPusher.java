package io.roundabout.benchmark;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.HdrHistogram.Histogram;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.ClientOptions;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.apache.qpid.protonj2.client.DeliveryState;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Rejected;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.SenderOptions;
import org.apache.qpid.protonj2.client.Tracker;
import org.apache.qpid.protonj2.client.exceptions.ClientException;
import org.jspecify.annotations.Nullable;

/**
 * Pushes over AMQP 1.0 by a sender of its own connection. A message is acknowledged when the hub has settled it as accepted; a
 * thread of its own waits for that, in the order sent. The credit of the link is a bound beside that of the settings.
 */
final class LinkPusher implements Pusher {
    private final Lane lane;
    private final Bodies bodies;
    private final Findings findings;
    private final Unacknowledged unacknowledged;
    private final Client client;
    private final Sender sender;
    private final BlockingQueue<Tracker> sent = new LinkedBlockingQueue<>();
    private final Thread reader;
    private final byte[] body = new byte[Bodies.LONGEST];
    private volatile boolean leaving;

    private LinkPusher(Lane lane, Settings settings, Findings findings, Client client) throws ClientException {
        this.lane = lane;
        this.bodies = new Bodies(settings.seed());
        this.findings = findings;
        this.unacknowledged = new Unacknowledged(settings.unacknowledged());
        this.client = client;
        Connection connection = client.connect(
                "127.0.0.1",
                settings.amqpPort(),
                new ConnectionOptions().user("benchmark").password("benchmark"));
        long patienceMillis = settings.patienceNanos() / 1_000_000;
        this.sender = connection.openSender(lane.stream(), new SenderOptions().sendTimeout(patienceMillis));
        this.reader = new Thread(this::read, "answers-" + lane.stream());
        reader.setDaemon(true);
    }

    /** Connects, and waits until the hub has attached the link. */
    static LinkPusher connect(Lane lane, Settings settings, Findings findings)
            throws IOException, InterruptedException {
        Client client = Client.create(new ClientOptions().id(settings.text("session") + "-" + lane.stream()));
        try {
            LinkPusher pusher = new LinkPusher(lane, settings, findings, client);
            pusher.sender.openFuture().get();
            pusher.reader.start();
            return pusher;
        } catch (ClientException | ExecutionException e) {
            client.close();
            throw new IOException(lane.stream() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public boolean push(int number, long countedDue) throws IOException, InterruptedException {
        while (!unacknowledged.tryAdd(countedDue)) {
            if (!unacknowledged.awaitRoom()) {
                return false;
            }
        }
        int end = bodies.write(lane, number, body, 0);
        try {
            sent.add(sender.send(Message.create(Arrays.copyOf(body, end))));
            return true;
        } catch (ClientException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Does nothing: the client sends at once what there is credit for. */
    @Override
    public void flush() {}

    @Override
    public boolean awaitAcknowledged() throws InterruptedException {
        return unacknowledged.awaitEmpty();
    }

    @Override
    public Histogram delays() {
        return unacknowledged.delays();
    }

    @Override
    public void close() {
        leaving = true;
        reader.interrupt();
        client.close();
    }

    private void read() {
        try {
            for (long number = 1; ; number++) {
                DeliveryState outcome = sent.take().settlementFuture().get().remoteState();
                if (outcome == null || !outcome.isAccepted()) {
                    findings.add(lane.stream() + ": " + described(outcome));
                }
                unacknowledged.acknowledge(number, System.nanoTime());
            }
        } catch (ExecutionException e) {
            if (!leaving) {
                findings.giveUp(lane.stream() + ": " + e.getMessage());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            unacknowledged.close();
        }
    }

    private static String described(@Nullable DeliveryState outcome) {
        if (outcome instanceof Rejected rejected) {
            return "rejected as " + rejected.getCondition() + ": " + rejected.getDescription();
        }
        return "settled as " + (outcome == null ? "nothing" : outcome.getType());
    }
}
