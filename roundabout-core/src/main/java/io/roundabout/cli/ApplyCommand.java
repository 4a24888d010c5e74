package io.roundabout.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roundabout.api.AppliedView;
import io.roundabout.api.ApplyRequest;
import io.roundabout.expression.CatalystCheck;
import io.roundabout.join.RuleClasses;
import io.roundabout.pipeline.Difference.Change;
import io.roundabout.pipeline.Difference.FieldChange;
import io.roundabout.pipeline.Difference.How;
import io.roundabout.pipeline.InvalidPipelineException;
import io.roundabout.pipeline.PipelineFile;
import io.roundabout.pipeline.PipelineText;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code roundabout apply}. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Put the rules of a pipeline file in force on the running hub.",
            "Vehicles stay connected and what is held is kept. All problems of the file are listed before anything changes. A change"
                    + " that would leave held messages without use is refused, and says which."
        },
        footer = {
            "",
            "Examples:",
            "  roundabout apply -f pipeline.yaml --dry-run",
            "  roundabout apply -f pipeline.yaml",
            "  roundabout apply -f pipeline.yaml --allow-stranded"
        })
final class ApplyCommand implements Callable<Integer> {
    private static final String UNSAID = "-";

    private final Terminal terminal;

    @Mixin
    private Doors doors = new Doors();

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE|DIR",
            description = "Pipeline file, or a folder whose files are merged.")
    private Path file = Path.of("");

    @Option(names = "--dry-run", description = "Print what would change, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--allow-stranded",
            description =
                    "Go on though held messages have no use any more: what joins and computes hold becomes dead letters of"
                            + " theirs, and what waits can be collected until nothing is left.")
    private boolean allowStranded;

    @Option(
            names = "--json",
            description =
                    "Print {\"applied\", \"changes\":[{how, kind, name, fields}, …], \"stranded\":[…]}, one line.")
    private boolean json;

    ApplyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        HubApi hub = new HubApi(doors.http);
        String text;
        try {
            // Complete in itself: the hub has not the files beside it. But the jars are the hub's, which looks for
            // classes.
            CatalystCheck check = new CatalystCheck(RuleClasses.UNSEEN);
            text = PipelineText.of(PipelineFile.read(file, check).pipeline());
        } catch (InvalidPipelineException e) {
            return tell(e);
        }
        String answer = hub.post("/api/v1/pipeline", new ApplyRequest(text, dryRun, allowStranded));
        AppliedView view = hub.read(answer, AppliedView.class);
        if (json) {
            terminal.out().println(answer);
        } else {
            print(view);
        }
        boolean refused = dryRun && !allowStranded && !view.stranded().isEmpty();
        return refused ? ExitCodes.FAILED : ExitCodes.OK;
    }

    private int tell(InvalidPipelineException invalid) throws JsonProcessingException {
        if (json) {
            terminal.out().println(new ObjectMapper().writeValueAsString(Map.of("problems", invalid.problems())));
        } else {
            invalid.problems().forEach(terminal.err()::println);
        }
        return ExitCodes.FAILED;
    }

    private void print(AppliedView view) {
        view.changes().forEach(change -> terminal.out().println(line(change)));
        view.stranded().forEach(text -> terminal.out().println("stranded: " + text));
        terminal.out().println(outcome(view));
    }

    private String outcome(AppliedView view) {
        if (view.changes().isEmpty()) {
            return "nothing to change: the hub goes by these rules";
        }
        if (view.applied()) {
            return "in force";
        }
        return view.stranded().isEmpty() || allowStranded
                ? "nothing changed: this was a dry run"
                : "nothing changed: this was a dry run. It would be refused for what is stranded, without --allow-stranded";
    }

    private static String line(Change change) {
        String head = sign(change.how()) + " " + change.kind() + " " + change.name();
        return change.how() == How.REMOVED
                ? head
                : head + ": "
                        + change.fields().stream()
                                .map(field -> text(change.how(), field))
                                .collect(Collectors.joining(", "));
    }

    private static String sign(How how) {
        return switch (how) {
            case ADDED -> "+";
            case CHANGED -> "~";
            case REMOVED -> "-";
        };
    }

    private static String text(How how, FieldChange field) {
        return how == How.ADDED
                ? field.field() + " " + field.after()
                : field.field() + " " + said(field.before()) + " -> " + said(field.after());
    }

    private static String said(String text) {
        return text.isEmpty() ? UNSAID : text;
    }
}
