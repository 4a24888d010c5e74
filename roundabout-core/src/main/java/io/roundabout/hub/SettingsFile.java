package io.roundabout.hub;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The file of settings: YAML, in which {@code entrance: {max-line: 64KiB}} and {@code entrance.max-line: 64KiB} are the same,
 * or, if its name ends in {@code .properties}, Java properties. Confined to one reading.
 */
final class SettingsFile {
    private static final YAMLFactory YAML = new YAMLFactory();

    private final Path file;
    private final List<String> problems;
    private final Map<String, String> texts = new TreeMap<>();

    private SettingsFile(Path file, List<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * Returns the texts of a file by dotted name, whether or not such a setting exists.
     *
     * @param problems takes what is wrong with the file itself
     * @throws RoundaboutException with code {@code UNREADABLE_FILE} if it cannot be read
     */
    static Map<String, String> read(Path file, List<String> problems) {
        SettingsFile reading = new SettingsFile(file, problems);
        String text = text(file);
        try {
            if (file.toString().endsWith(".properties")) {
                reading.readProperties(text);
            } else {
                reading.readYaml(text);
            }
        } catch (JsonProcessingException e) {
            String what =
                    String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
            problems.add(file + ":" + e.getLocation().getLineNr() + ": not YAML: " + what + "; mend the syntax");
        } catch (IOException e) {
            throw new IllegalStateException("reading a string failed", e);
        }
        return reading.texts;
    }

    private void readProperties(String text) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            problems.add(file + ": not properties: " + e.getMessage() + "; mend the syntax");
        }
        properties.forEach((name, value) ->
                texts.put(String.valueOf(name), String.valueOf(value).strip()));
    }

    private void readYaml(String text) throws IOException {
        try (JsonParser parser = YAML.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                readMapping(parser, "");
            } else if (first != null) {
                problems.add(file + ": it is not a mapping; write 'name: value' on each line");
            }
        }
    }

    private void readMapping(JsonParser parser, String prefix) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = prefix + parser.currentName();
            switch (parser.nextToken()) {
                case START_OBJECT -> readMapping(parser, name + ".");
                case START_ARRAY -> {
                    parser.skipChildren();
                    problems.add(file + ": " + name + ": it is a list; write one value");
                }
                case VALUE_NULL -> problems.add(file + ": " + name + ": it has no value; write one, or leave it out");
                default -> put(name, parser.getText());
            }
        }
    }

    private void put(String name, String text) {
        if (texts.putIfAbsent(name, text) != null) {
            problems.add(file + ": " + name + ": it is set twice; leave one");
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw unreadable(file, "does not exist", e);
        } catch (MalformedInputException e) {
            throw unreadable(file, "is not UTF-8", e);
        } catch (IOException e) {
            throw unreadable(file, "cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static RoundaboutException unreadable(Path file, String why, IOException cause) {
        return new RoundaboutException(
                Fault.VEHICLE,
                "UNREADABLE_FILE",
                "file of settings '" + file + "' " + why + ". Correct --config, or leave it out.",
                cause);
    }
}
