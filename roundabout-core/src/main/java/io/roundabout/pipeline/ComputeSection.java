package io.roundabout.pipeline;

import io.roundabout.pipeline.Draft.DraftCompute;
import io.roundabout.pipeline.Expression.Role;
import io.roundabout.pipeline.YamlNode.Field;
import io.roundabout.pipeline.YamlNode.Place;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code computes}. */
final class ComputeSection {
    private static final String COLUMN = "[A-Za-z_][A-Za-z0-9_]*";

    /** Windows that 'late' may keep open at a time: each costs room, and time in each turn. */
    private static final int MOST_LATE = 10_000;

    private final Draft draft;

    ComputeSection(Draft draft) {
        this.draft = draft;
    }

    void read(List<Field> computes) {
        for (Field compute : computes) {
            draft.names.declare("compute", compute.name(), compute.place());
            draft.computes.putIfAbsent(compute.name(), new OneCompute(draft, compute).read());
        }
    }

    /** One compute while it is read. */
    private static final class OneCompute {
        private final Draft draft;
        private final Values values;
        private final Field compute;
        private final Map<String, Field> given = new LinkedHashMap<>();

        OneCompute(Draft draft, Field compute) {
            this.draft = draft;
            this.values = new Values(draft);
            this.compute = compute;
        }

        DraftCompute read() {
            String name = compute.name();
            for (Field field : PipelineReader.fields(compute.value(), "compute '" + name + "'", draft.problems)) {
                if (Vocabulary.COMPUTE.takes(field.name(), field.place(), draft)) {
                    given.putIfAbsent(field.name(), field);
                }
            }
            require("from", "name a stream or a join");
            require("key", "give it one, such as 'key: /country'");
            require("aggregate", "give it one, such as 'aggregate: count(*) AS n'");
            Optional<Explode> explode = explode();
            String from = field("from")
                    .flatMap(field -> values.text(field, "it must be the name of a stream or a join"))
                    .orElse("");
            String aggregate = field("aggregate")
                    .flatMap(field -> values.sql(field, Role.COMPUTE_AGGREGATE, name))
                    .orElse("");
            ComputeRule rule = new ComputeRule(name, from, explode, key(explode), aggregate, window());
            Place place = field("from").map(field -> field.value().place()).orElse(compute.place());
            return new DraftCompute(rule, compute.place(), place);
        }

        private Optional<Explode> explode() {
            if (!needs("explode", "as", "'explode' makes a column that has no name; add 'as', such as 'as: word'")
                    || !needs("as", "explode", "'as' names what 'explode' makes, and there is none; leave it out")) {
                return Optional.empty();
            }
            Optional<String> sql =
                    field("explode").flatMap(field -> values.sql(field, Role.COMPUTE_EXPLODE, compute.name()));
            Optional<String> as = field("as").flatMap(this::column);
            return sql.flatMap(text -> as.map(column -> new Explode(text, column)));
        }

        private Optional<String> column(Field field) {
            String right = "it must be a name of letters, digits and '_'";
            Optional<String> name = values.text(field, right);
            return name.isEmpty() || name.get().matches(COLUMN) ? name : values.wrong(field, right);
        }

        private String key(Optional<Explode> explode) {
            Optional<String> text = field("key")
                    .flatMap(field -> values.pointer(field)
                            .map(pointer -> field.value() instanceof YamlNode.Scalar key
                                            && explode.filter(rows -> rows.as().equals(key.text()))
                                                    .isPresent()
                                    ? key.text()
                                    : pointer));
            return text.orElse("");
        }

        private Optional<Window> window() {
            boolean whole = needs(
                    "time",
                    "window",
                    "'time' says to which window a message belongs, and there is none; add 'window', such as 'window: 1h'");
            whole &= needs(
                    "late", "time", "'late' is for messages that carry their time; add 'time', such as 'time: /at'");
            Optional<Duration> length = field("window").flatMap(values::time);
            Optional<String> time = field("time").flatMap(values::pointer);
            Optional<Duration> late =
                    field("late").flatMap(field -> values.time(field).flatMap(span -> fitting(field, span, length)));
            return whole ? length.map(span -> new Window(span, time, late.orElse(Duration.ZERO))) : Optional.empty();
        }

        private Optional<Duration> fitting(Field field, Duration late, Optional<Duration> length) {
            long open = length.map(span -> late.toMillis() / span.toMillis()).orElse(0L);
            return open <= MOST_LATE
                    ? Optional.of(late)
                    : values.wrong(
                            field,
                            "it keeps " + open + " windows open, and at most " + MOST_LATE
                                    + " may be: make it shorter, or the windows longer");
        }

        private void require(String name, String right) {
            if (!given.containsKey(name)) {
                draft.problems.add(compute.place(), "compute '" + compute.name() + "' has no '" + name + "'; " + right);
            }
        }

        /** Returns false, and reports it, if {@code name} is given without {@code other}. */
        private boolean needs(String name, String other, String text) {
            Optional<Field> field = field(name).filter(alone -> !given.containsKey(other));
            field.ifPresent(alone -> draft.problems.add(alone.place(), text));
            return field.isEmpty();
        }

        private Optional<Field> field(String name) {
            return Optional.ofNullable(given.get(name));
        }
    }
}
