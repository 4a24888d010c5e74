package io.roundabout.gate;

import io.roundabout.outbox.LaneReport;
import io.roundabout.outbox.Page;
import io.roundabout.outbox.PastDue;
import io.roundabout.outbox.Settlement;
import io.roundabout.outbox.TurnReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The outputs somebody is attached to. Plain Java. Confined to the gate's event loop. */
final class Outputs {
    private final HubSide hub;
    private final Runnable wake;
    private final Map<String, Output> outputs = new HashMap<>();
    private final Set<Output> touched = new LinkedHashSet<>();
    private final EarlierDeliveries earlier = new EarlierDeliveries();
    private final Subscribers subscribers;
    private long passes;

    /**
     * Creates it with no outputs.
     *
     * @param wake called when there is something to offer or submit; may be called often
     */
    Outputs(HubSide hub, Runnable wake) {
        this.hub = hub;
        this.wake = wake;
        subscribers = new Subscribers(hub.requests(), this);
    }

    /** Returns who has which subscription. */
    Subscribers subscribers() {
        return subscribers;
    }

    /** Settles what is decided at {@code address} and forgets it; no link collects there any more. */
    void retire(String address) {
        Output output = outputs.remove(address);
        if (output != null) {
            output.submit();
            output.close();
        }
    }

    /**
     * Returns whether {@code most} outputs are watched at which nothing was ever held, so that no further one may be. Without it
     * names that somebody makes up would fill the hub.
     */
    boolean isFullFor(String address, int most) {
        return outputs.size() >= most
                && !outputs.containsKey(address)
                && outputs.values().stream().filter(Output::isUnused).count() >= most;
    }

    /** Returns the output at {@code address}, watched from now on. */
    Output at(String address) {
        return outputs.computeIfAbsent(address, name -> new Output(name, hub, earlier, this::touch));
    }

    /** Returns who competes for the messages of {@code address}. */
    List<Attached> attachedTo(String address) {
        Output output = outputs.get(address);
        return output == null ? List.of() : output.attached();
    }

    /** Returns what there is to count of the links and leases that collect, by address. */
    Map<String, LinkFigures> figures() {
        Map<String, LinkFigures> figures = new HashMap<>();
        outputs.forEach((address, output) -> figures.put(address, LinkFigures.of(output.attached())));
        return figures;
    }

    private void touch(Output output) {
        if (touched.add(output)) {
            wake.run();
        }
    }

    /** Hears of a committed turn. */
    void onTurn(TurnReport report) {
        hub.arrivals().note(report);
        for (String address : report.ended()) {
            Output output = outputs.get(address);
            // One that nothing is known of belongs to a subscription that began since.
            if (output != null && output.isKnown()) {
                subscribers.onEnded(address);
            }
            earlier.forget(address);
        }
        Set<Output> heard = new LinkedHashSet<>();
        for (Page page : report.pages()) {
            hear(page.request().lane().address(), heard, output -> output.onPage(page));
        }
        for (LaneReport lane : report.lanes()) {
            hear(lane.lane().address(), heard, output -> output.onLane(lane));
        }
        for (PastDue due : report.past()) {
            hear(due.lane().address(), heard, output -> output.onPast(due));
        }
        for (Settlement settlement : report.settled()) {
            hear(settlement.lane().address(), heard, output -> output.onSettled(settlement));
        }
        outputs.values().forEach(output -> output.onTurn(report.epoch()));
        heard.forEach(Output::onNews);
    }

    private void hear(String address, Set<Output> heard, Consumer<Output> news) {
        Output output = outputs.get(address);
        if (output != null) {
            heard.add(output);
            news.accept(output);
        }
    }

    /** Hears that other rules are in force. */
    void onRules() {
        outputs.values().forEach(Output::onRules);
    }

    boolean isTouched() {
        return !touched.isEmpty();
    }

    /** Offers what outputs have that were touched since the last call; settles and asks; forgets idle outputs. */
    void pass() {
        List<Output> now = new ArrayList<>(touched);
        touched.clear();
        // A link that takes from several has its next credit for the one that had none of it for longest: one with a
        // backlog, touched first by every message that is settled, would else keep it from the others for good.
        now.sort(Comparator.comparingLong(Output::lastOffered));
        passes++;
        // All offer before any asks: what could be delivered must not be given back for another's page.
        now.forEach(output -> output.offer(passes));
        for (Output output : now) {
            output.submit();
            if (output.isIdle() && outputs.remove(output.address(), output)) {
                output.close();
            }
        }
    }
}
