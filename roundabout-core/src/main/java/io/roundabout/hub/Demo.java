package io.roundabout.hub;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The main job in a minute, on real processes: a hub, two vehicles that push, a kill -9, and a third vehicle that collects.
 * Words go to {@code words}, results to {@code results}.
 */
final class Demo {
    private static final Pattern DOORS =
            Pattern.compile("roundabout ready entrance=\\S+:(\\d+) amqp=\\S+:(\\d+) http=\\S+:(\\d+).*");
    private static final String HOST = "127.0.0.1";

    private final Path home;
    private final PrintStream results;
    private final PrintStream words;
    private final boolean brief;
    private int step;
    private @Nullable Process hub;
    private List<String> ports = List.of("0", "0", "0");

    /**
     * Prepares a demo.
     *
     * @param home folder of roundabout, with {@code bin} and {@code examples}
     * @param results takes one line a result
     * @param words takes the story
     * @param brief whether a few results are enough
     */
    Demo(Path home, PrintStream results, PrintStream words, boolean brief) {
        this.home = home;
        this.results = results;
        this.words = words;
        this.brief = brief;
    }

    /** Runs the demo; returns the exit code, 0 if every result came. */
    int run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("roundabout-demo");
        try {
            return journey(folder);
        } finally {
            kill();
            delete(folder);
        }
    }

    private int journey(Path state) throws IOException, InterruptedException {
        long countries = lines("countries.jsonl").stream()
                .filter(line -> line.contains("\"currency\""))
                .count();
        say("The hub starts: one process, its state in a folder. It joins countries and currencies by currency code,");
        more("as examples/demo/money.yaml says.");
        start(state);
        say("A third vehicle comes early, to collect. Nothing is there yet, so it leaves with nothing:");
        more(collect().size() + " results");
        say("A first vehicle, in Python with the SDK, unloads countries.jsonl:");
        vehicle("countries.py", "countries.jsonl");
        say(
                "The hub holds them: a country waits for its currency as long as it takes. Now the hub is killed with kill -9,");
        more("and started again on the same folder.");
        kill();
        start(state);
        say("A second vehicle, over a plain socket without any SDK, unloads currencies.jsonl:");
        vehicle("currencies.py", "currencies.jsonl");
        say("The third vehicle comes again, over AMQP 1.0, and takes what is ready:");
        List<String> collected = collect();
        (brief ? Excerpt.of(collected) : collected).forEach(results::println);
        results.flush();
        boolean whole = collected.size() == countries;
        say(collected.size() + " results for " + countries + " countries with a currency: "
                + (whole ? "nothing was lost, nothing came twice." : "THAT IS WRONG."));
        if (whole) {
            more("Next: bin/roundabout serve in one terminal, and in another");
            more("      echo '{\"hello\":\"world\"}' | nc -N localhost 7070; bin/roundabout collect default");
        }
        return whole ? 0 : 1;
    }

    private void start(Path state) throws IOException, InterruptedException {
        List<String> command = roundabout(
                "serve", "-f", home.resolve("examples/demo/money.yaml").toString());
        command.addAll(List.of("--state", state.resolve("state").toString()));
        command.addAll(List.of("--entrance", HOST + ":" + ports.get(0), "--amqp", HOST + ":" + ports.get(1)));
        command.addAll(List.of("--http", HOST + ":" + ports.get(2)));
        Process started = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        hub = started;
        BufferedReader out = started.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher doors = DOORS.matcher(line);
            if (doors.matches()) {
                ports = List.of(doors.group(1), doors.group(2), doors.group(3));
                more(line);
                return;
            }
        }
        throw failure("the hub ended with exit code " + started.waitFor() + " before it was ready");
    }

    private void kill() throws InterruptedException {
        if (hub != null) {
            hub.destroyForcibly().waitFor();
            hub = null;
        }
    }

    private void vehicle(String script, String file) throws IOException, InterruptedException {
        Path demo = home.resolve("examples/demo");
        ProcessBuilder process = new ProcessBuilder(
                "python3",
                demo.resolve(script).toString(),
                HOST,
                ports.get(0),
                demo.resolve(file).toString());
        process.environment()
                .put("PYTHONPATH", home.resolve("vehicle-sdk-python/src").toString());
        process.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        output(process).forEach(this::more);
    }

    private List<String> collect() throws IOException, InterruptedException {
        return output(new ProcessBuilder(roundabout("collect", "money", "--amqp", HOST + ":" + ports.get(1))));
    }

    private List<String> roundabout(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/roundabout").toString()));
        command.addAll(List.of(arguments));
        more("$ bin/roundabout " + String.join(" ", arguments).replace(home + "/", ""));
        return command;
    }

    private List<String> output(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        int code = process.waitFor();
        if (code != 0) {
            throw failure("'" + String.join(" ", builder.command()) + "' ended with exit code " + code);
        }
        return lines;
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(home.resolve("examples/demo").resolve(file));
    }

    private void say(String text) {
        step++;
        words.println();
        words.println(step + ". " + text);
    }

    private void more(String text) {
        words.println("   " + text);
    }

    private static RoundaboutException failure(String what) {
        return new RoundaboutException(Fault.SURROUNDINGS, "DEMO_FAILED", what + "; its words are above.");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path entry : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        }
    }
}
