package io.roundabout.rehearsal;

import io.roundabout.Fault;
import io.roundabout.RoundaboutException;
import io.roundabout.Words;
import io.roundabout.circulation.DryLoop;
import io.roundabout.entrance.DoorCheck;
import io.roundabout.entrance.StreamCatalog;
import io.roundabout.expression.CatalystCheck;
import io.roundabout.join.RuleClasses;
import io.roundabout.pipeline.Definitions;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.PipelineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The cases of a folder, and the pipeline they try. Immutable. */
public final class Rehearsal {
    private static final String DEAD = "dead/";

    private final DryLoop.Compiled pipeline;
    private final List<Case> cases;

    private Rehearsal(Pipeline pipeline, RuleClasses classes, List<Case> cases) {
        this.pipeline = new DryLoop.Compiled(pipeline, classes);
        this.cases = List.copyOf(cases);
    }

    /**
     * Reads the pipeline and the cases of a folder.
     *
     * @param folder with pipeline files, and beside them {@code *.test.yaml}
     * @throws io.roundabout.pipeline.InvalidPipelineException listing every problem of the pipeline
     * @throws InvalidCasesException listing every problem of the cases
     * @throws RoundaboutException with code {@code UNREADABLE_FILE} if a file cannot be read or there is none
     */
    public static Rehearsal of(Path folder) {
        return of(folder, RuleClasses.NONE);
    }

    /**
     * As {@link #of(Path)}, of a pipeline that names classes.
     *
     * @param classes finds them
     */
    public static Rehearsal of(Path folder, RuleClasses classes) {
        return of(PipelineFile.read(folder, new CatalystCheck(classes)).pipeline(), classes, texts(folder));
    }

    /** As {@link #of(Path)}, of texts that were read already, by the names that problems are to show. */
    public static Rehearsal of(Pipeline pipeline, Map<String, String> texts) {
        return of(pipeline, RuleClasses.NONE, texts);
    }

    private static Rehearsal of(Pipeline pipeline, RuleClasses classes, Map<String, String> texts) {
        List<String> problems = new ArrayList<>();
        List<Case> cases = new ArrayList<>();
        texts.forEach((file, text) -> cases.addAll(CaseFile.read(file, text, problems)));
        cases.forEach(each -> check(each, pipeline, problems));
        if (!problems.isEmpty()) {
            throw new InvalidCasesException(problems);
        }
        return new Rehearsal(pipeline, classes, cases);
    }

    /** Returns the cases, in the order of the files. */
    public List<Named> cases() {
        return cases.stream().map(each -> new Named(each.file(), each.name())).toList();
    }

    /**
     * What a case is called.
     *
     * @param file where it stands
     * @param name what it is called there
     */
    public record Named(String file, String name) {}

    /** Tries all cases. */
    public List<Verdict> run(RehearsalOptions options) {
        return cases.stream().map(each -> run(each, options)).toList();
    }

    /** Tries one case. */
    public Verdict run(Named named, RehearsalOptions options) {
        return cases.stream()
                .filter(each -> each.file().equals(named.file()) && each.name().equals(named.name()))
                .findFirst()
                .map(each -> run(each, options))
                .orElseThrow(() -> new IllegalArgumentException("there is no case " + named));
    }

    private Verdict run(Case rehearsed, RehearsalOptions options) {
        Orders orders = new Orders(rehearsed, options, this::hasId);
        for (int i = 0; i < orders.count(); i++) {
            Order order = orders.get(i);
            if (!Trial.run(pipeline, rehearsed, order).isEmpty()) {
                Order shortest = Shrinking.of(
                        order,
                        rehearsed,
                        each -> !Trial.run(pipeline, rehearsed, each).isEmpty());
                return new Verdict(
                        rehearsed.file(),
                        rehearsed.name(),
                        i + 1,
                        Optional.of(new Verdict.Failure(
                                options.seed(), i, shortest.lines(), Trial.run(pipeline, rehearsed, shortest))));
            }
        }
        return new Verdict(rehearsed.file(), rehearsed.name(), orders.count(), Optional.empty());
    }

    private boolean hasId(Given message) {
        return Framing.check(new DoorCheck(), Definitions.of(pipeline.pipeline()), message)
                        instanceof DoorCheck.Taken taken
                && taken.id() != null;
    }

    private static void check(Case rehearsed, Pipeline pipeline, List<String> problems) {
        StreamCatalog catalog = Definitions.of(pipeline);
        Set<String> named = new TreeSet<>(pipeline.names());
        for (Act act : rehearsed.acts()) {
            for (Given message : act.given()) {
                if (catalog.find(message.stream()).isEmpty()) {
                    problems.add(problem(
                            rehearsed,
                            "stream",
                            message.stream(),
                            pipeline.streams().keySet()));
                }
                named.add(message.stream());
            }
            for (String address : act.then().addresses().keySet()) {
                String name = address.startsWith(DEAD) ? address.substring(DEAD.length()) : address;
                if (!named.contains(name)) {
                    problems.add(problem(rehearsed, "address", address, named));
                }
            }
        }
    }

    private static String problem(Case rehearsed, String what, String name, Set<String> known) {
        return rehearsed.file() + ": case '" + rehearsed.name() + "': there is no " + what + " '" + name + "'; "
                + Words.nearest(name, known)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElseGet(() -> "there is " + String.join(", ", known));
    }

    private static Map<String, String> texts(Path folder) {
        Map<String, String> texts = new LinkedHashMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : entries.filter(Rehearsal::isOfCases).sorted().toList()) {
                texts.put(file.toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw unreadable(folder, "cannot be read: " + e.getMessage(), e);
        }
        if (texts.isEmpty()) {
            throw unreadable(folder, "has no file of cases; call it NAME.test.yaml", null);
        }
        return texts;
    }

    private static boolean isOfCases(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".test.yaml") || name.endsWith(".test.yml");
    }

    private static RoundaboutException unreadable(Path folder, String why, @Nullable IOException cause) {
        return new RoundaboutException(Fault.VEHICLE, "UNREADABLE_FILE", "'" + folder + "' " + why, cause);
    }
}
