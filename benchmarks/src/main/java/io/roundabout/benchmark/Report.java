package io.roundabout.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of a run, for people and for programs. Confined to one thread. */
final class Report {
    private static final double ROUNDING = 1000;

    private final Map<String, Object> run = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> phases = new LinkedHashMap<>();
    private long results;

    Report(Settings settings) {
        run.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        run.put("commit", settings.text("commit"));
        run.put("processors", Machine.processors());
        run.put("java", Runtime.version().toString());
        run.put("hub_heap", settings.text("heap"));
        run.put("durability", settings.text("durability"));
        run.put("push", settings.text("push"));
        run.put("window", settings.window());
        run.put("unacknowledged", settings.unacknowledged());
        run.put("credit", settings.credit());
        run.put("warm", settings.warm());
        run.put("lead_seconds", settings.leadSeconds());
    }

    /** Adds a phase. */
    void add(String phase, Map<String, Object> figures) {
        Map<String, Object> rounded = new LinkedHashMap<>();
        figures.forEach((name, value) -> rounded.put(name, value instanceof Double number ? rounded(number) : value));
        phases.put(phase, rounded);
    }

    /** Takes how many results were checked, of all phases and of warming up. */
    void checked(long results) {
        this.results = results;
    }

    /** Returns one line. */
    String json(List<String> wrong) throws JsonProcessingException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("verdict", verdict(wrong));
        all.put("wrong", wrong);
        all.put("checked_results", results);
        all.putAll(run);
        all.putAll(phases);
        return new ObjectMapper().writeValueAsString(all);
    }

    /** Returns lines for a terminal. */
    String table(List<String> wrong) {
        StringBuilder table = new StringBuilder();
        section(table, "run", run);
        phases.forEach((phase, figures) -> section(table, phase, figures));
        table.append('\n').append(verdict(wrong));
        if (wrong.isEmpty()) {
            table.append(": ").append(checked()).append('\n');
        } else {
            table.append('\n');
            wrong.forEach(text -> table.append("  ").append(text).append('\n'));
        }
        return table.toString();
    }

    private String checked() {
        return results == 0
                ? "nothing was joined"
                : String.format(
                        Locale.ROOT, "%,d keys came exactly once each, with the bytes that were pushed", results);
    }

    private static String verdict(List<String> wrong) {
        return wrong.isEmpty() ? "RIGHT" : "WRONG";
    }

    private static void section(StringBuilder table, String title, Map<String, Object> figures) {
        table.append(table.isEmpty() ? "" : "\n").append(title).append('\n');
        figures.forEach((name, value) ->
                table.append(String.format(Locale.ROOT, "  %-36s %16s%n", name.replace('_', ' '), shown(value))));
    }

    private static String shown(Object value) {
        if (value instanceof Double number) {
            return String.format(Locale.ROOT, Math.abs(number) < 100 ? "%.2f" : "%,.0f", number);
        }
        return value instanceof Number number
                ? String.format(Locale.ROOT, "%,d", number.longValue())
                : String.valueOf(value);
    }

    private static double rounded(double value) {
        return Math.round(value * ROUNDING) / ROUNDING;
    }
}
