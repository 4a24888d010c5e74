package io.roundabout.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What Spark's event log tells of the turns of a hub: a turn is a job. Confined to one thread. */
final class TurnEvents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Integer, Integer> jobOfStage = new TreeMap<>();
    private final List<Task> tasks = new ArrayList<>();
    private int jobs;

    /** One task that succeeded. */
    private record Task(int job, int stage, int partition, String executor, long written, long fetched) {}

    private TurnEvents() {}

    /** Reads the one log in a folder, as far as it is written. */
    static TurnEvents in(Path folder) throws IOException {
        TurnEvents events = new TurnEvents();
        try (Stream<Path> logs = Files.list(folder)) {
            for (String line : Files.readAllLines(logs.findFirst().orElseThrow())) {
                if (line.endsWith("}")) {
                    events.read(JSON.readTree(line));
                }
            }
        }
        return events;
    }

    private void read(JsonNode event) {
        switch (event.path("Event").asText()) {
            case "SparkListenerJobStart" -> {
                int job = event.path("Job ID").asInt();
                jobs = job + 1;
                event.path("Stage IDs").forEach(stage -> jobOfStage.put(stage.asInt(), job));
            }
            case "SparkListenerTaskEnd" -> {
                JsonNode metrics = event.path("Task Metrics");
                int stage = event.path("Stage ID").asInt();
                if (event.path("Task End Reason").path("Reason").asText().equals("Success")) {
                    tasks.add(new Task(
                            jobOfStage.getOrDefault(stage, -1),
                            stage,
                            event.path("Task Info").path("Partition ID").asInt(),
                            event.path("Task Info").path("Executor ID").asText(),
                            metrics.path("Shuffle Write Metrics")
                                    .path("Shuffle Bytes Written")
                                    .asLong(),
                            metrics.path("Shuffle Read Metrics")
                                    .path("Remote Bytes Read")
                                    .asLong()));
                }
            }
            default -> {}
        }
    }

    int jobs() {
        return jobs;
    }

    /** Returns the executors that each partition's tasks ran on, in the last so many jobs. */
    Map<Integer, Set<String>> homes(int lastJobs) {
        Map<Integer, Set<String>> homes = new TreeMap<>();
        tasks.stream()
                .filter(task -> task.job() >= jobs - lastJobs)
                .forEach(task -> homes.computeIfAbsent(task.partition(), fresh -> new TreeSet<>())
                        .add(task.executor()));
        return homes;
    }

    /** Returns in a few lines how many stages and bytes a turn took. */
    String report() {
        long stages = tasks.stream().mapToInt(Task::stage).distinct().count();
        long written = tasks.stream().mapToLong(Task::written).sum();
        long fetched = tasks.stream().mapToLong(Task::fetched).sum();
        return jobs + " turns, " + stages + " stages, " + tasks.size() + " tasks, " + written
                + " bytes written for the exchange between stages, " + fetched
                + " of them fetched from another executor";
    }
}
