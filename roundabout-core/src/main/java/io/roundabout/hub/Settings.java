package io.roundabout.hub;

import io.roundabout.Words;
import io.roundabout.cli.HostPort;
import io.roundabout.pipeline.Sizes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was set: an option wins over the environment, that over the file of settings. Immutable; all of it can be read. */
final class Settings {
    private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
    private static final String CONFIG = "config";
    private static final List<String> GROUPS = List.of(
            "ROUNDABOUT_DOORS_",
            "ROUNDABOUT_UNDECLARED_",
            "ROUNDABOUT_ENTRANCE_",
            "ROUNDABOUT_GATE_",
            "ROUNDABOUT_CIRCULATION_");
    private static final Map<String, Setting<?>> BY_NAME = by(Setting::name);
    private static final Map<String, Setting<?>> BY_VARIABLE = by(Setting::variable);

    private final Map<String, Value> values;
    private final List<String> ignored;

    private Settings(Map<String, Value> values, List<String> ignored) {
        this.values = values;
        this.ignored = List.copyOf(ignored);
    }

    /**
     * Reads and checks all settings.
     *
     * @param options those of the command line, by name without dashes; {@code config} names the file of settings
     * @param environment environment variables
     * @throws InvalidSettingsException listing everything that is wrong
     * @throws io.roundabout.RoundaboutException with code {@code UNREADABLE_FILE} if the file cannot be read
     */
    static Settings read(Map<String, String> options, Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        Map<String, Value> values = new HashMap<>();
        Optional.ofNullable(options.getOrDefault(CONFIG, environment.get("ROUNDABOUT_CONFIG")))
                .ifPresent(file -> readFile(Path.of(file), values, problems));
        List<String> ignored = new ArrayList<>();
        new TreeMap<>(environment).forEach((variable, text) -> readVariable(variable, text, values, ignored));
        options.forEach((name, text) -> {
            if (!name.equals(CONFIG)) {
                values.put(name, new Value("--" + name, text));
            }
        });
        SettingsTable.ALL.forEach(setting -> check(setting, values, problems));
        Settings settings = new Settings(values, ignored);
        if (problems.isEmpty()) {
            settings.checkMemory(problems);
            settings.checkDoors(problems);
        }
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
        return settings;
    }

    /** Returns the value that was set, if one was. */
    <T> Optional<T> given(Setting<T> setting) {
        return Optional.ofNullable(values.get(setting.name()))
                .map(value -> setting.kind().read(value.text()));
    }

    /** Returns the value that was set, else the default. */
    <T> T get(Setting<T> setting) {
        return given(setting).orElseGet(() -> setting.kind().read(setting.standard()));
    }

    /** Logs which variables look like settings and are none: once it is known how to log. */
    void warnOfIgnored() {
        ignored.forEach(variable -> LOG.warn("variable is no setting and is ignored: variable={}", variable));
    }

    private static void readFile(Path file, Map<String, Value> values, List<String> problems) {
        SettingsFile.read(file, problems).forEach((name, text) -> {
            String source = file + ": " + name;
            if (BY_NAME.containsKey(name)) {
                values.put(name, new Value(source, text));
            } else {
                problems.add(source + ": no setting has this name; "
                        + Words.nearest(name, BY_NAME.keySet())
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("docs/settings.md lists all"));
            }
        });
    }

    /** An unknown variable is no error: an orchestrator may put its own beside ours. */
    private static void readVariable(String variable, String text, Map<String, Value> values, List<String> ignored) {
        Setting<?> setting = BY_VARIABLE.get(variable);
        if (setting != null) {
            values.put(setting.name(), new Value(variable, text));
        } else if (GROUPS.stream().anyMatch(variable::startsWith)) {
            ignored.add(variable);
        }
    }

    private static void check(Setting<?> setting, Map<String, Value> values, List<String> problems) {
        Value value = values.get(setting.name());
        try {
            if (value != null) {
                setting.kind().read(value.text());
            }
        } catch (IllegalArgumentException e) {
            problems.add(value.source() + ": " + e.getMessage());
        }
    }

    /** A body that is larger than what all connections may hold could never come in. */
    private void checkMemory(List<String> problems) {
        Value memory = values.get(SettingsTable.ENTRANCE_MEMORY.name());
        long body = get(SettingsTable.ENTRANCE_MAX_PUT);
        if (memory != null && Sizes.parse(memory.text()) < body) {
            problems.add(memory.source() + ": it is " + memory.text() + "; it must be at least entrance.max-put, "
                    + Sizes.text(body));
        }
    }

    private void checkDoors(List<String> problems) {
        DoorRule rule = new DoorRule(get(SettingsTable.DOORS_OPEN));
        for (Setting<HostPort> door : DoorRule.DOORS) {
            Value value = values.get(door.name());
            if (value != null) {
                rule.problem(get(door)).ifPresent(problem -> problems.add(value.source() + ": " + problem));
            }
        }
    }

    private static Map<String, Setting<?>> by(Function<Setting<?>, String> name) {
        return SettingsTable.ALL.stream().collect(Collectors.toUnmodifiableMap(name, Function.identity()));
    }

    /** A text, and where it was set. */
    private record Value(String source, String text) {}
}
