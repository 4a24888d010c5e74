package io.roundabout.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/metrics.md, the alert rules and the dashboards say of metrics is what there is. */
class MetricsDocsTest {
    private static final Path DOCS = Path.of("..", "docs", "metrics.md");
    private static final Path ALERTS = Path.of("..", "docker", "prometheus", "alerts.yml");
    private static final Path DASHBOARD = Path.of("..", "docker", "grafana", "roundabout.json");
    private static final Path PAGE = Path.of("src", "main", "resources", "dashboard", "meters.js");
    private static final Pattern NAME = Pattern.compile("\\b(?:roundabout|jvm|process|system)_[a-z0-9_]+");

    @Test
    void listsEachMetricWithItsKindUnitLabelsAndMeaning() throws IOException {
        List<String> rows = Files.readAllLines(DOCS).stream()
                .filter(line -> line.startsWith("| `roundabout_"))
                .toList();

        assertThat(rows)
                .extracting(row -> row.substring(0, row.lastIndexOf('|', row.length() - 2) + 1))
                .containsExactlyElementsOf(
                        Arrays.stream(Metric.values()).map(MetricsDocsTest::row).toList());
        assertThat(rows).as("what to do").noneMatch(row -> row.endsWith("|  |"));
    }

    private static String row(Metric metric) {
        String labels = metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        return "| `" + metric.text() + "` | " + metric.kind().name().toLowerCase(Locale.ROOT) + " | " + metric.unit()
                + " | " + labels + " | " + metric.meaning() + " |";
    }

    @Test
    void saysWhatToDoAboutEachAlert() throws IOException {
        List<String> headings = Files.readAllLines(DOCS).stream()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring("### ".length()))
                .toList();
        List<String> alerts = new ArrayList<>();
        JsonNode rules = new YAMLMapper().readTree(ALERTS.toFile()).at("/groups/0/rules");
        rules.forEach(rule -> {
            String alert = rule.path("alert").asText();
            alerts.add(alert);
            assertThat(rule.at("/annotations/runbook").asText())
                    .isEqualTo("docs/metrics.md#" + alert.toLowerCase(Locale.ROOT));
        });

        assertThat(alerts).isNotEmpty().isEqualTo(headings);
    }

    @Test
    void alertsAndDashboardUseMetricsThatThereAre() throws IOException {
        Set<String> known = known();
        JsonNode rules = new YAMLMapper().readTree(ALERTS.toFile()).at("/groups/0/rules");
        rules.forEach(
                rule -> assertThat(known).containsAll(names(rule.path("expr").asText())));
        List<String> drawn = new ArrayList<>();
        new ObjectMapper()
                .readTree(DASHBOARD.toFile())
                .path("panels")
                .forEach(panel -> panel.path("targets")
                        .forEach(
                                target -> drawn.addAll(names(target.path("expr").asText()))));

        assertThat(drawn).isNotEmpty();
        assertThat(known).containsAll(drawn);
    }

    @Test
    void thePageOfTheHubReadsMetricsThatThereAre() throws IOException {
        List<String> read = names(Files.readString(PAGE));

        assertThat(read).isNotEmpty();
        assertThat(known()).containsAll(read);
    }

    @Test
    void documentsNoMetricThatThereIsNot() throws IOException {
        assertThat(known()).containsAll(names(Files.readString(DOCS)));
    }

    private static List<String> names(String text) {
        return NAME.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(name -> !name.endsWith("_"))
                .toList();
    }

    /** A hub that has worked has each of the hub's own: MetricsIT. */
    private static Set<String> known() {
        Set<String> known = new TreeSet<>();
        for (Metric metric : Metric.values()) {
            if (metric.kind() == Metric.Kind.HISTOGRAM) {
                List.of("", "_bucket", "_count", "_sum", "_max").forEach(suffix -> known.add(metric.text() + suffix));
            } else {
                known.add(metric.text());
            }
        }
        try (Meters meters = new Meters(1, Optional.empty())) {
            known.addAll(Exposition.read(meters.scrape("").text(), false).names());
        }
        // There once something was collected.
        known.add("jvm_gc_pause_seconds");
        return known;
    }
}
