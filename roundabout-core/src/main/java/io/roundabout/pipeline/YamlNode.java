package io.roundabout.pipeline;

import java.util.List;

/** A YAML value that knows where it stands. */
sealed interface YamlNode {

    /** Where something stands: file as named, line and column from 1. */
    record Place(String file, int line, int column) {}

    /** A field of a mapping; {@code place} is that of its name. */
    record Field(String name, Place place, YamlNode value) {}

    /** A mapping, its fields in the order of the file, duplicates included. */
    record Mapping(Place place, List<Field> fields) implements YamlNode {
        public Mapping {
            fields = List.copyOf(fields);
        }

        @Override
        public String toString() {
            return "a mapping";
        }
    }

    /** A list. */
    record Sequence(Place place, List<YamlNode> items) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String toString() {
            return "a list";
        }
    }

    /** A single value, as it is written; nothing at all is the empty text. */
    record Scalar(Place place, String text) implements YamlNode {
        @Override
        public String toString() {
            return text.isEmpty() ? "nothing" : "'" + text + "'";
        }
    }

    /** Returns where it begins. */
    Place place();
}
