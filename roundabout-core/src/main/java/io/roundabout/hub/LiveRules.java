package io.roundabout.hub;

import io.roundabout.api.AppliedView;
import io.roundabout.api.ApplyRequest;
import io.roundabout.api.RulesDoor;
import io.roundabout.circulation.Circulation;
import io.roundabout.circulation.RuleChange;
import io.roundabout.join.RuleClasses;
import io.roundabout.pipeline.Difference;
import io.roundabout.pipeline.ExpressionCheck;
import io.roundabout.pipeline.InvalidPipelineException;
import io.roundabout.pipeline.Pipeline;
import io.roundabout.pipeline.PipelineFile;
import io.roundabout.pipeline.PipelineText;
import io.roundabout.pipeline.Problem;
import io.roundabout.state.Ledger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** Changes the rules of a running hub: checks them, has the loop put them in force, and tells the doors. Thread-safe. */
final class LiveRules implements RulesDoor {
    private final Circulation circulation;
    private final RulesInForce inForce;
    private final ExpressionCheck expressions;
    private final Runnable gate;

    /**
     * Changes the rules of a hub.
     *
     * @param expressions asked about the SQL and the classes of new rules
     * @param gate is to look whether links are attached to what is no address any more
     */
    LiveRules(Circulation circulation, RulesInForce inForce, ExpressionCheck expressions, Runnable gate) {
        this.circulation = circulation;
        this.inForce = inForce;
        this.expressions = expressions;
        this.gate = gate;
    }

    @Override
    public String pipeline() {
        return PipelineText.of(inForce.pipeline());
    }

    @Override
    public CompletionStage<AppliedView> apply(ApplyRequest request) {
        Pipeline wanted = PipelineFile.parse(Map.of("pipeline", request.pipeline()), expressions)
                .pipeline();
        if (request.dryRun()) {
            Pipeline before = inForce.pipeline();
            Stranded stranded = Stranded.by(before, wanted, circulation.ledger());
            List<Difference.Change> changes = Difference.between(before, wanted).changes();
            return CompletableFuture.completedStage(new AppliedView(false, changes, stranded.texts()));
        }
        // The loop may have put other rules in force by the time it comes to these.
        AtomicReference<AppliedView> answer = new AtomicReference<>(new AppliedView(true, List.of(), List.of()));
        RuleChange change = new RuleChange(
                PipelineText.of(wanted),
                wanted.names(),
                ledger -> {
                    Pipeline before = inForce.pipeline();
                    Stranded stranded = judge(before, wanted, ledger, request.allowStranded());
                    answer.set(new AppliedView(
                            true, Difference.between(before, wanted).changes(), stranded.texts()));
                    return stranded.toSetAside();
                },
                () -> {
                    inForce.replace(wanted);
                    gate.run();
                });
        return circulation.change(change).thenApply(done -> answer.get());
    }

    /**
     * Returns the rules that a state folder kept.
     *
     * @throws InvalidPipelineException if they name classes that are not there now
     */
    static Pipeline kept(Pipeline rules, RuleClasses classes) {
        List<Problem> problems = rules.joins().values().stream()
                .flatMap(join -> join.result().className().flatMap(classes::problem).stream())
                .map(text -> Problem.ofFile("the pipeline of the state folder", text))
                .toList();
        if (!problems.isEmpty()) {
            throw new InvalidPipelineException(problems);
        }
        return rules;
    }

    /** Returns the change that a start with {@code wanted} is, before there are doors. */
    static RuleChange atStart(Pipeline before, Pipeline wanted, boolean allowStranded) {
        RuleChange.Judge judge = ledger -> toSetAside(before, wanted, ledger, allowStranded);
        return new RuleChange(PipelineText.of(wanted), wanted.names(), judge, () -> {});
    }

    private static Set<String> toSetAside(Pipeline before, Pipeline wanted, Ledger ledger, boolean allowStranded) {
        return judge(before, wanted, ledger, allowStranded).toSetAside();
    }

    private static Stranded judge(Pipeline before, Pipeline wanted, Ledger ledger, boolean allowStranded) {
        Stranded stranded = Stranded.by(before, wanted, ledger);
        if (allowStranded) {
            stranded.requireNoneFirm();
        } else {
            stranded.requireNone();
        }
        return stranded;
    }
}
