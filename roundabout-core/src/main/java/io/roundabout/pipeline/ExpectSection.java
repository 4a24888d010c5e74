package io.roundabout.pipeline;

import io.roundabout.pipeline.YamlNode.Field;
import io.roundabout.pipeline.YamlNode.Scalar;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code expect}: {@code {by: "06:00", tz: Europe/Lisbon}} or {@code {every: 1h}}. */
final class ExpectSection {
    private static final String RIGHT = "write {by: \"06:00\", tz: Europe/Lisbon} or {every: 1h}";

    private final Draft draft;
    private final Values values;
    private Optional<LocalTime> by = Optional.empty();
    private Optional<ZoneId> zone = Optional.empty();
    private Optional<Duration> every = Optional.empty();

    ExpectSection(Draft draft) {
        this.draft = draft;
        this.values = new Values(draft);
    }

    Optional<Expectation> read(Field expect) {
        List<Field> fields = PipelineReader.fields(expect.value(), "'expect'", draft.problems);
        for (Field field : fields) {
            if (Vocabulary.EXPECT.takes(field.name(), field.place(), draft)) {
                switch (field.name()) {
                    case "by" -> by = read(field, "it must be a time of day such as \"06:00\"", LocalTime::parse);
                    case "tz" -> zone = read(field, "it must be a time zone such as Europe/Lisbon or UTC", ZoneId::of);
                    default -> every = values.time(field);
                }
            }
        }
        List<String> names = fields.stream().map(Field::name).sorted().toList();
        if (!names.equals(List.of("every")) && !names.equals(List.of("by", "tz"))) {
            draft.problems.add(
                    expect.place(),
                    "'expect' has " + (names.isEmpty() ? "nothing" : String.join(", ", names)) + "; " + RIGHT);
        }
        return every.isPresent()
                ? every.map(Expectation.Every::new)
                : by.flatMap(time -> zone.map(place -> new Expectation.By(time, place)));
    }

    private <T> Optional<T> read(Field field, String right, Function<String, T> parse) {
        try {
            return field.value() instanceof Scalar text
                    ? Optional.of(parse.apply(text.text()))
                    : values.wrong(field, right);
        } catch (DateTimeException e) {
            return values.wrong(field, right);
        }
    }
}
