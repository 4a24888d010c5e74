package io.roundabout.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;

/** Who used the processors between two moments: the hub, this driver, everybody else. */
final class Meter {
    private static final double NANOS = 1e9;
    private static final double MICROS = 1e6;
    private static final double MILLIS = 1e3;

    private final ProcessTree hub;
    private final ProcessTree driver;
    private final Machine machine;
    private final Usage start;

    private Meter(Settings settings) {
        hub = new ProcessTree(settings.hubPid(), settings.ticksPerSecond());
        driver = new ProcessTree(ProcessHandle.current().pid(), settings.ticksPerSecond());
        machine = new Machine(settings.ticksPerSecond());
        start = usage();
    }

    /** Starts measuring. */
    static Meter start(Settings settings) {
        return new Meter(settings);
    }

    /** Returns what was used since just before the hub was started, as the caller noted it. */
    static Usage sinceHubStart(Settings settings) {
        Usage now = new Meter(settings).start;
        double started = Long.parseLong(settings.text("started-micros")) / MICROS;
        double machine = Machine.busyTicks(settings.text("machine-at-start")) / (double) settings.ticksPerSecond();
        double seconds = System.currentTimeMillis() / MILLIS - started;
        return new Usage(seconds, now.hub, now.driver, now.machine - machine, now.hubPeakMib);
    }

    /** Returns what was used since the start. */
    Usage stop() {
        Usage end = usage();
        return new Usage(
                end.seconds - start.seconds,
                end.hub - start.hub,
                end.driver - start.driver,
                end.machine - start.machine,
                end.hubPeakMib);
    }

    private Usage usage() {
        return new Usage(
                System.nanoTime() / NANOS, hub.cpuSeconds(), driver.cpuSeconds(), machine.busySeconds(), hub.peakMib());
    }

    /**
     * What was used.
     *
     * @param seconds that passed
     * @param hub processor seconds of the hub
     * @param driver processor seconds of this process
     * @param machine processor seconds of everybody, those two included
     * @param hubPeakMib most resident memory of the hub since it started
     */
    record Usage(double seconds, double hub, double driver, double machine, long hubPeakMib) {
        /** Returns the share of the machine that neither hub nor driver took, in percent. */
        double othersPercent() {
            return Math.max(0, machine - hub - driver) / seconds / Machine.processors() * 100;
        }

        /** Returns the figures of a report. */
        Map<String, Object> figures() {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("hub_cpu_s", hub);
            figures.put("driver_cpu_s", driver);
            figures.put("others_percent_of_machine", othersPercent());
            figures.put("hub_peak_mib", hubPeakMib);
            return figures;
        }

        /** Returns the figures of a phase that made {@code results}. */
        Map<String, Object> figures(long results) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("hub_cpu_s_per_million_results", hub / Math.max(1, results) * 1e6);
            figures.put("driver_cpu_s_per_million_results", driver / Math.max(1, results) * 1e6);
            figures.putAll(figures());
            return figures;
        }
    }
}
