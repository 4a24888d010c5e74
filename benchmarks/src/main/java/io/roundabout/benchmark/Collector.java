package io.roundabout.benchmark;

import java.util.concurrent.TimeUnit;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.ClientOptions;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.ReceiverOptions;
import org.apache.qpid.protonj2.client.exceptions.ClientException;

/** The one consumer: collects over AMQP 1.0 with a window of credit, and accepts each result once the book has it. */
final class Collector implements AutoCloseable {
    private static final String ADDRESS = "enriched";
    private static final int PAUSE_MILLIS = 100;

    private final Book book;
    private final Findings findings;
    private final Client client;
    private final Receiver receiver;
    private final Thread thread = new Thread(this::collect, "collector");
    private volatile boolean leaving;

    private Collector(Settings settings, Book book, Findings findings) throws ClientException {
        this.book = book;
        this.findings = findings;
        this.client = Client.create(new ClientOptions().id("benchmark"));
        Connection connection = client.connect(
                "127.0.0.1",
                settings.amqpPort(),
                new ConnectionOptions().user("benchmark").password("benchmark"));
        this.receiver = connection.openReceiver(
                ADDRESS, new ReceiverOptions().creditWindow(settings.credit()).autoAccept(false));
    }

    /** Connects, attaches and begins to collect. */
    static Collector start(Settings settings, Book book, Findings findings) throws ClientException {
        Collector collector = new Collector(settings, book, findings);
        collector.thread.setDaemon(true);
        collector.thread.start();
        return collector;
    }

    /** Stops collecting and leaves. */
    @Override
    public void close() {
        leaving = true;
        client.close();
    }

    private void collect() {
        try {
            while (!leaving) {
                Delivery delivery = receiver.receive(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                while (delivery != null) {
                    long now = System.nanoTime();
                    Message<byte[]> message = delivery.message();
                    book.deliver(message.body(), now);
                    delivery.accept();
                    delivery = receiver.tryReceive();
                }
            }
        } catch (ClientException e) {
            if (!leaving) {
                findings.giveUp("collector: " + e.getMessage());
            }
        }
    }
}
