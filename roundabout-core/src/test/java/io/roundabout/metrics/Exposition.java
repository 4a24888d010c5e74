package io.roundabout.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a scrape as Prometheus and OpenMetrics 1.0 demand it, and refuses what they refuse: a sample of no declared
 * family, a family in two places, a sample twice, a bucket that counts less than the one before it, a counter without its
 * suffix.
 */
public final class Exposition {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern META = Pattern.compile("# (HELP|TYPE|UNIT) (" + NAME + ") ?(.*)");
    private static final Pattern SAMPLE = Pattern.compile("(" + NAME + ")(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(?:,|$)");
    private static final Set<String> TYPES =
            Set.of("counter", "gauge", "histogram", "summary", "info", "unknown", "untyped");
    private static final List<String> SUFFIXES = List.of("_total", "_bucket", "_count", "_sum", "_info", "_created");

    private final Map<String, String> types = new HashMap<>();
    private final Map<String, Map<Map<String, String>, Double>> samples = new HashMap<>();
    private final Set<String> finished = new HashSet<>();
    private String current = "";

    /** Reads a whole scrape. */
    public static Exposition read(String text, boolean openMetrics) {
        Exposition exposition = new Exposition();
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        require(lines.remove(lines.size() - 1).isEmpty(), "the last line ends");
        if (openMetrics) {
            require(lines.remove(lines.size() - 1).equals("# EOF"), "the end is said");
        }
        lines.forEach(line -> exposition.line(line, openMetrics));
        exposition.requireBuckets();
        return exposition;
    }

    private void line(String line, boolean openMetrics) {
        Matcher meta = META.matcher(line);
        if (meta.matches()) {
            enter(meta.group(2));
            if (meta.group(1).equals("TYPE")) {
                require(TYPES.contains(meta.group(3)), line);
                require(types.put(meta.group(2), meta.group(3)) == null, "one type: " + line);
            } else if (meta.group(1).equals("UNIT")) {
                require(openMetrics && meta.group(2).endsWith("_" + meta.group(3)), line);
            }
            return;
        }
        Matcher sample = SAMPLE.matcher(line);
        require(sample.matches(), "a sample: " + line);
        String name = sample.group(1);
        String family = family(name);
        require(family.equals(current), "in its family: " + line);
        String type = types.get(family);
        require(!openMetrics || !"counter".equals(type) || name.endsWith("_total") || name.endsWith("_created"), line);
        double value = sample.group(3).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(sample.group(3));
        Double before = samples.computeIfAbsent(name, key -> new HashMap<>()).put(labels(sample.group(2)), value);
        require(before == null, "once: " + line);
    }

    private void enter(String family) {
        if (!family.equals(current)) {
            require(finished.add(family), "in one place: " + family);
            current = family;
        }
    }

    private String family(String name) {
        if (types.containsKey(name)) {
            return name;
        }
        for (String suffix : SUFFIXES) {
            String family = name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
            if (!family.equals(name) && types.containsKey(family)) {
                return family;
            }
        }
        throw new AssertionError("no type of " + name);
    }

    private static Map<String, String> labels(@Nullable String text) {
        Map<String, String> labels = new HashMap<>();
        if (text != null) {
            Matcher label = LABEL.matcher(text);
            int at = 0;
            while (at < text.length()) {
                require(label.find(at) && label.start() == at, "labels: " + text);
                require(labels.put(label.group(1), label.group(2)) == null, "one label: " + text);
                at = label.end();
            }
        }
        return labels;
    }

    private void requireBuckets() {
        samples.forEach((name, rows) -> {
            if (name.endsWith("_bucket")) {
                rows.forEach((labels, count) -> {
                    Map<String, String> whole = new HashMap<>(labels);
                    double bound = bound(whole.remove("le"));
                    rows.forEach((others, more) -> {
                        Map<String, String> other = new HashMap<>(others);
                        double above = bound(other.remove("le"));
                        require(!other.equals(whole) || above <= bound || more >= count, "cumulative: " + name);
                    });
                    String counts = name.substring(0, name.length() - "_bucket".length()) + "_count";
                    require(
                            !Double.isInfinite(bound)
                                    || count.equals(samples.getOrDefault(counts, Map.of())
                                            .get(whole)),
                            "all of them: " + name);
                });
            }
        });
    }

    private static double bound(@Nullable String text) {
        return text == null || text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /** Returns the names of all samples. */
    public Set<String> names() {
        return samples.keySet();
    }

    /** Returns the labels that a name has anywhere. */
    public Set<Map<String, String>> rows(String name) {
        return samples.getOrDefault(name, Map.of()).keySet();
    }

    /** Returns a value; labels are name and value in turn. */
    public double value(String name, String... labels) {
        Map<String, String> wanted = new HashMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        Double value = samples.getOrDefault(name, Map.of()).get(wanted);
        if (value == null) {
            throw new AssertionError(name + wanted + " is not there; there are " + samples.get(name));
        }
        return value;
    }
}
