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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");
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
        List<String> alerts = new ArrayList<>();
        JsonNode rules = new YAMLMapper().readTree(ALERTS.toFile()).at("/groups/0/rules");
        rules.forEach(rule -> {
            String alert = rule.path("alert").asText();
            alerts.add(alert);
            assertThat(rule.at("/annotations/runbook").asText())
                    .isEqualTo("docs/operations.md#" + alert.toLowerCase(Locale.ROOT));
        });

        assertThat(sections("## Alarms").keySet()).isNotEmpty().containsExactlyElementsOf(alerts);
    }

    @Test
    void saysWhatToDoAboutEachExitCode() throws IOException {
        String settings = Files.readString(OPERATIONS.resolveSibling("settings.md"));
        List<String> ends = sections("## Exit codes").keySet().stream()
                .map(heading -> heading.replace("Exit code ", ""))
                .toList();

        assertThat(ends)
                .contains("1", "2", "3", "70", "143")
                .allSatisfy(code -> assertThat(settings).containsPattern("\n\\| " + code + "[ ,]"));
    }

    /** Each says what it means, where to look and what to do. */
    private static Map<String, String> sections(String chapter) throws IOException {
        String text = Files.readString(OPERATIONS);
        String whole = text.substring(text.indexOf("\n" + chapter + "\n") + 1).split("\n## ", 2)[0];
        Map<String, String> sections = new LinkedHashMap<>();
        Arrays.stream(whole.split("\n### "))
                .skip(1)
                .forEach(section -> sections.put(section.lines().findFirst().orElseThrow(), section));
        assertThat(sections.values())
                .allSatisfy(section -> assertThat(section).contains("**Means:** ", "**Look:** ", "**Do:** "));
        return sections;
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
        assertThat(known()).containsAll(names(Files.readString(OPERATIONS)));
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
