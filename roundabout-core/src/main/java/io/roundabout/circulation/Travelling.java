package io.roundabout.circulation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkFiles;

/**
 * What an executor must know before its first task, as it travels there: texts by name. Immutable.
 *
 * @param stores where the stores are
 * @param settings settings of the stores, for Spark SQL and Hadoop
 * @param hadoop what Hadoop's file systems are set to beyond their own defaults
 * @param jars names of the files with the classes of pipeline authors
 */
record Travelling(String stores, Map<String, String> settings, Map<String, String> hadoop, List<String> jars) {
    private static final String STORES = "stores";
    private static final String SETTING = "setting.";
    private static final String HADOOP = "hadoop.";
    private static final String JAR = "jar.";

    /** Gathers what tasks need of a state folder. */
    static Travelling of(StateFolder folder, Map<String, String> settings, List<Path> jars) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(folder.storeSettings());
        return new Travelling(
                // Spark takes it as a text, in which nothing is escaped.
                new org.apache.hadoop.fs.Path(folder.stores()).toString(),
                all,
                beyondDefaults(folder.hadoop()),
                jars.stream().map(jar -> jar.getFileName().toString()).toList());
    }

    /** The defaults are in Hadoop's jars, which executors have too, and some of them name folders of a machine. */
    private static Map<String, String> beyondDefaults(Configuration settings) {
        Map<String, String> beyond = new TreeMap<>();
        for (Map.Entry<String, String> setting : settings) {
            String[] sources = settings.getPropertySources(setting.getKey());
            if (sources != null && !sources[sources.length - 1].endsWith("-default.xml")) {
                beyond.put(setting.getKey(), setting.getValue());
            }
        }
        return beyond;
    }

    /** Returns it as Spark carries it. */
    Map<String, String> pack() {
        Map<String, String> packed = new TreeMap<>();
        packed.put(STORES, stores);
        settings.forEach((name, value) -> packed.put(SETTING + name, value));
        hadoop.forEach((name, value) -> packed.put(HADOOP + name, value));
        for (int i = 0; i < jars.size(); i++) {
            packed.put(JAR + i, jars.get(i));
        }
        return packed;
    }

    /** Reads what {@link #pack} returned. */
    static Travelling unpack(Map<String, String> packed) {
        List<String> jars = new ArrayList<>();
        while (packed.containsKey(JAR + jars.size())) {
            jars.add(packed.get(JAR + jars.size()));
        }
        return new Travelling(packed.getOrDefault(STORES, ""), part(packed, SETTING), part(packed, HADOOP), jars);
    }

    private static Map<String, String> part(Map<String, String> packed, String prefix) {
        Map<String, String> part = new TreeMap<>();
        packed.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), value);
            }
        });
        return part;
    }

    /** Returns Hadoop's settings as the hub has them. */
    Configuration configuration() {
        Configuration files = new Configuration();
        hadoop.forEach(files::set);
        return files;
    }

    /** Returns where Spark put the jars on this machine. */
    List<Path> fetched() {
        return jars.stream().map(name -> Path.of(SparkFiles.get(name))).toList();
    }
}
