package io.roundabout.circulation;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which executor each state partition is at home on, so that its store is opened where it is loaded already. A partition
 * moves when its executor is gone, or, one a turn, to one that has two fewer. A wish only: a task that finds its executor
 * busy for {@code spark.locality.wait} runs elsewhere, rightly but slowly. Confined to the loop's thread.
 */
final class Places {
    private final Map<Integer, String> homes = new TreeMap<>();

    /**
     * Returns a home for each partition; none where there are no executors.
     *
     * @param partitions how many there are
     * @param executors those that live, as Spark names a place on an executor
     */
    Map<Integer, String> assign(int partitions, List<String> executors) {
        homes.keySet().removeIf(partition -> partition >= partitions);
        homes.values().removeIf(home -> !executors.contains(home));
        if (executors.isEmpty()) {
            return Map.of();
        }
        for (int partition = 0; partition < partitions; partition++) {
            homes.computeIfAbsent(partition, fresh -> emptiest(executors));
        }
        level(executors);
        return new TreeMap<>(homes);
    }

    private void level(List<String> executors) {
        String few = emptiest(executors);
        String many = new TreeSet<>(executors)
                .stream().max(Comparator.comparing(this::load)).orElseThrow();
        if (load(many) - load(few) >= 2) {
            homes.entrySet().stream()
                    .filter(home -> home.getValue().equals(many))
                    .findFirst()
                    .ifPresent(home -> home.setValue(few));
        }
    }

    private String emptiest(List<String> executors) {
        return new TreeSet<>(executors)
                .stream().min(Comparator.comparing(this::load)).orElseThrow();
    }

    private long load(String executor) {
        return homes.values().stream().filter(executor::equals).count();
    }
}
