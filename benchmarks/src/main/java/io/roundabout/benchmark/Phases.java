package io.roundabout.benchmark;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The phases of a run; each returns its figures. Confined to one thread. */
final class Phases {
    private static final double NANOS = 1e9;
    private static final long SETTLING_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int ASKING_MILLIS = 100;

    private final Settings settings;
    private final Findings findings;
    private final Workload workload;
    private boolean warm;

    Phases(Settings settings, Findings findings, Workload workload) {
        this.settings = settings;
        this.findings = findings;
        this.workload = workload;
    }

    /** Runs a phase by its name. Its figures mean nothing if the findings are hopeless then. */
    Map<String, Object> run(String phase) throws IOException, InterruptedException {
        if (!warm && !phase.equals("idle")) {
            workload.run(settings.warm());
            warm = true;
            if (findings.isHopeless()) {
                return Map.of();
            }
        }
        return switch (phase) {
            case "throughput" -> throughput();
            case "latency" -> latency();
            case "backlog" -> backlog();
            case "idle" -> idle();
            default -> throw new IllegalArgumentException("no phase '" + phase + "'");
        };
    }

    /** Waits until the hub's own books agree: every result delivered is accepted, and nothing else was made. */
    void settle() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + settings.patienceNanos();
        HubStatus status = HubStatus.of(settings.httpPort());
        while (status.accepted() < workload.delivered() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(ASKING_MILLIS);
            status = HubStatus.of(settings.httpPort());
        }
        long delivered = workload.delivered();
        if (status.waiting() != 0 || status.made() != delivered || status.accepted() != delivered) {
            findings.add("the hub says " + status + ", delivered were " + delivered);
        }
        // What comes now came twice, or from nowhere; the book says so.
        Pace.sleepUntil(System.nanoTime() + SETTLING_NANOS);
    }

    private Map<String, Object> throughput() throws IOException, InterruptedException {
        Meter meter = Meter.start(settings);
        double seconds = workload.run(settings.results()) / NANOS;
        Meter.Usage usage = meter.stop();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("results_per_s", settings.results() / seconds);
        figures.put("results", settings.results());
        figures.put("seconds", seconds);
        figures.putAll(usage.figures(settings.results()));
        return figures;
    }

    private Map<String, Object> latency() throws IOException, InterruptedException {
        Meter.Usage usage = workload.run(Pace.soon(settings));
        long results = workload.deliveryDelays().getTotalCount();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("intended_results_per_s", settings.rate());
        figures.put("results", results);
        figures.put("seconds", usage.seconds());
        figures.putAll(Delays.figures("push_to_delivery", workload.deliveryDelays()));
        figures.putAll(Delays.figures("push_to_ack", workload.acknowledgementDelays()));
        figures.putAll(usage.figures(results));
        return figures;
    }

    private Map<String, Object> backlog() throws IOException, InterruptedException {
        Meter meter = Meter.start(settings);
        workload.hold(settings.held());
        Meter.Usage usage = meter.stop();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("held", settings.held());
        figures.put("hold_messages_per_s", settings.held() / usage.seconds());
        figures.put("hold_hub_cpu_s", usage.hub());
        figures.put("hold_others_percent_of_machine", usage.othersPercent());
        figures.putAll(throughput());
        return figures;
    }

    private Map<String, Object> idle() throws IOException, InterruptedException {
        settle();
        Meter meter = Meter.start(settings);
        TimeUnit.SECONDS.sleep(settings.idleSeconds());
        Meter.Usage usage = meter.stop();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("hub_percent_of_a_core", usage.hub() / usage.seconds() * 100);
        figures.put("seconds", usage.seconds());
        figures.putAll(usage.figures());
        return figures;
    }
}
