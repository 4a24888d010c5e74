package io.roundabout.benchmark;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.protonj2.client.exceptions.ClientException;

/** Runs the phases against a hub that listens, and prints what was measured. {@code benchmarks/run} calls it. */
public final class Driver {
    private static final int EXIT_WRONG = 1;
    private static final int EXIT_USAGE = 2;

    private final Settings settings;
    private final Findings findings = new Findings();
    private final Report report;

    private Driver(Settings settings) {
        this.settings = settings;
        this.report = new Report(settings);
    }

    /** Exits with 0 if every result was right, 1 if not, 2 if it was called wrongly. */
    public static void main(String[] words) throws IOException, InterruptedException {
        Settings settings;
        try {
            settings = Settings.of(List.of(words));
        } catch (IllegalArgumentException e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(EXIT_USAGE);
            return;
        }
        System.exit(new Driver(settings).run());
    }

    private int run() throws IOException, InterruptedException {
        try {
            measure();
        } catch (IOException | ClientException e) {
            findings.giveUp(String.valueOf(e.getMessage()));
        }
        List<String> wrong = findings.texts();
        System.out.println(settings.isJson() ? report.json(wrong) : report.table(wrong));
        System.out.flush();
        return wrong.isEmpty() ? 0 : EXIT_WRONG;
    }

    private void measure() throws IOException, InterruptedException, ClientException {
        report.add("start", start());
        if (settings.phases().equals(List.of("start"))) {
            return;
        }
        try (Workload workload = new Workload(settings, findings)) {
            Phases phases = new Phases(settings, findings, workload);
            for (String phase : settings.phases()) {
                if (!phase.equals("start") && !findings.isHopeless()) {
                    progress(phase);
                    addIfSound(phase, phases.run(phase));
                }
            }
            if (!findings.isHopeless()) {
                phases.settle();
            }
            report.checked(workload.delivered());
        }
    }

    private void addIfSound(String phase, Map<String, Object> figures) {
        if (!findings.isHopeless()) {
            report.add(phase, figures);
        }
    }

    /** What others took is measured until now, the start of this process included. */
    private Map<String, Object> start() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("ready_after_s", settings.readyMillis() / 1000.0);
        figures.putAll(Meter.sinceHubStart(settings).figures());
        return figures;
    }

    private static void progress(String phase) {
        System.err.println("benchmark: " + phase + " …");
    }
}
