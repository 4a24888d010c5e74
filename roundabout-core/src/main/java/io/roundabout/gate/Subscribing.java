package io.roundabout.gate;

import io.roundabout.gate.GuardedTransport.Attachment;
import io.roundabout.outbox.SubscriptionAddress;
import io.roundabout.outbox.SubscriptionRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.transport.AmqpError;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.impl.SenderImpl;

/** How the receivers of a connection get and end their subscriptions. Confined to the gate's event loop. */
final class Subscribing {
    private final ConnectionEndpoint endpoint;
    private final GateConnection channel;
    private final GateParts parts;

    Subscribing(ConnectionEndpoint endpoint, GateConnection channel, GateParts parts) {
        this.endpoint = endpoint;
        this.channel = channel;
        this.parts = parts;
    }

    /** Subscribes to a topic. The attach is answered once that is committed: who was told so has it. */
    void subscribe(Attachment where, SenderImpl sender, Source wanted) {
        String address = new SubscriptionAddress(wanted.getAddress(), endpoint.container(), sender.getName()).text();
        Subscribers subscribers = parts.outputs().subscribers();
        CompletionStage<Optional<String>> committed = subscribers.ask(AttachRequest.subscription(address, wanted));
        OutgoingLink link = new OutgoingLink(channel, sender, address, parts, address);
        subscribers.hold(address, link);
        endpoint.adopt(where, link);
        link.collect(List.of(address));
        committed.thenAccept(refusal -> channel.later(() -> onSubscribed(link, sender, refusal)));
    }

    private void onSubscribed(OutgoingLink link, SenderImpl sender, Optional<String> refusal) {
        // Other rules, or another connection, may have detached it meanwhile.
        if (!endpoint.links().contains(link) || sender.getLocalState() != EndpointState.UNINITIALIZED) {
            return;
        }
        if (refusal.isPresent()) {
            endpoint.drop(sender);
            endpoint.refuse(sender, new ErrorCondition(AmqpError.RESOURCE_LIMIT_EXCEEDED, refusal.get()));
            return;
        }
        Source wanted = (Source) sender.getRemoteSource();
        sender.setSource(AttachRequest.subscribed(wanted.getAddress(), wanted));
        sender.open();
        link.begin();
    }

    /** Ends what container-id and link name subscribed to: that is what an attach with a null source asks for. */
    void unsubscribe(SenderImpl sender) {
        Subscribers subscribers = parts.outputs().subscribers();
        String container = endpoint.container();
        List<SubscriptionAddress> found = subscribers.named(container, sender.getName());
        if (found.isEmpty()) {
            String text = "no subscription is named '" + sender.getName() + "' by container '" + container + "'";
            endpoint.refuse(sender, new ErrorCondition(AmqpError.NOT_FOUND, text));
            return;
        }
        CompletionStage<Optional<String>> ended = CompletableFuture.completedStage(Optional.empty());
        for (SubscriptionAddress address : found) {
            ended = ended.thenCombine(subscribers.ask(SubscriptionRequest.end(address.text())), (all, one) -> all);
        }
        ended.thenAccept(all -> channel.later(() -> {
            if (sender.getLocalState() == EndpointState.UNINITIALIZED) {
                sender.setSource(AttachRequest.subscribed(found.get(0).topic(), null));
                sender.open();
            }
        }));
    }
}
