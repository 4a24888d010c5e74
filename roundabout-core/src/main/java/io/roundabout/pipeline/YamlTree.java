package io.roundabout.pipeline;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.roundabout.pipeline.YamlNode.Field;
import io.roundabout.pipeline.YamlNode.Mapping;
import io.roundabout.pipeline.YamlNode.Place;
import io.roundabout.pipeline.YamlNode.Scalar;
import io.roundabout.pipeline.YamlNode.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one YAML document into nodes that know their place, and reports fields given twice. Confined to one file. */
final class YamlTree {
    private static final YAMLFactory YAML = new YAMLFactory();

    private final String file;
    private final Problems problems;

    YamlTree(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** Returns the document; empty if there is none, or if it is no YAML, which is reported. */
    Optional<YamlNode> read(String text) {
        try (YAMLParser parser = YAML.createParser(text)) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            YamlNode root = node(parser);
            JsonToken more = parser.nextToken();
            if (more != null) {
                problems.add(place(parser.currentTokenLocation()), "a second document; one file holds one");
            }
            return Optional.of(root);
        } catch (JsonProcessingException e) {
            problems.add(
                    place(e.getLocation()), "not YAML: " + withoutText(e.getOriginalMessage()) + "; mend the syntax");
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("reading a string failed", e);
        }
    }

    private YamlNode node(YAMLParser parser) throws IOException {
        Place place = place(parser.currentTokenLocation());
        if (parser.isCurrentAlias()) {
            problems.add(place, "an alias '*" + parser.getText() + "'; write the value out");
            return new Scalar(place, "");
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(parser, place);
        }
        if (token == JsonToken.START_ARRAY) {
            List<YamlNode> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(node(parser));
            }
            return new Sequence(place, items);
        }
        return new Scalar(place, token == JsonToken.VALUE_NULL ? "" : parser.getText());
    }

    private Mapping mapping(JsonParser parser, Place place) throws IOException {
        List<Field> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Place namePlace = place(parser.currentTokenLocation());
            if (!names.add(name)) {
                problems.add(namePlace, "'" + name + "' is given twice; keep one");
            }
            parser.nextToken();
            fields.add(new Field(name, namePlace, node((YAMLParser) parser)));
        }
        return new Mapping(place, fields);
    }

    private Place place(@Nullable JsonLocation location) {
        return location == null
                ? new Place(file, 1, 1)
                : new Place(file, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    /** The parser's message shows the text too, indented; here the place says where it is. */
    private static String withoutText(@Nullable String message) {
        return String.valueOf(message)
                .lines()
                .filter(line -> !line.startsWith(" "))
                .collect(Collectors.joining(", "));
    }
}
