package io.roundabout.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a file of cases. What is wrong is gathered, so that all of it is told together. Confined to one reading. */
final class CaseFile {
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final String file;
    private final List<String> problems;

    private CaseFile(String file, List<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** Returns the cases of a text; adds to {@code problems} what is wrong with it. */
    static List<Case> read(String file, String text, List<String> problems) {
        CaseFile reading = new CaseFile(file, problems);
        try {
            return reading.cases(YAML.readTree(text));
        } catch (JsonProcessingException e) {
            problems.add(file + ":" + Math.max(1, e.getLocation().getLineNr()) + ": not YAML: "
                    + String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("") + "; mend the syntax");
            return List.of();
        }
    }

    private List<Case> cases(JsonNode root) {
        JsonNode cases = root.path("cases");
        if (!cases.isObject() || cases.isEmpty() || root.size() != 1) {
            problems.add(
                    file + ": it has no cases; write 'cases:', and below it 'what is expected:' with given and then");
            return List.of();
        }
        List<Case> read = new ArrayList<>();
        for (Map.Entry<String, JsonNode> named : cases.properties()) {
            Problems of = new Problems(file + ": case '" + named.getKey() + "'", problems);
            read.add(new Case(file, named.getKey(), acts(named.getValue(), of)));
        }
        return read;
    }

    private static List<Act> acts(JsonNode node, Problems problems) {
        if (!node.has("acts")) {
            return List.of(ActSection.read(node, problems));
        }
        if (node.size() > 1) {
            problems.add("it has acts and something beside them; put given, when and then into the acts");
        }
        List<Act> acts = new ArrayList<>();
        for (JsonNode act : node.path("acts")) {
            acts.add(ActSection.read(act, problems.in("act " + (acts.size() + 1))));
        }
        if (acts.isEmpty()) {
            problems.add("'acts' is no list; write '- given: …' for each");
        }
        return acts;
    }

    /**
     * Where somebody reads, and what is wrong there.
     *
     * @param place file, case and what of it
     * @param found all problems
     */
    record Problems(String place, List<String> found) {
        /** Adds a problem: what is wrong and, after a semicolon, what would be right. */
        void add(String text) {
            found.add(place + ": " + text);
        }

        Problems in(String part) {
            return new Problems(place + ", " + part, found);
        }
    }
}
