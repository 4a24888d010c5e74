package io.roundabout.classes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.roundabout.join.GroupJudge;
import io.roundabout.join.GroupView;
import io.roundabout.join.Judgement;
import io.roundabout.rule.GroupRule;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a user's class, and answers for whatever it does. Thread-safe. */
final class LoadedRule implements GroupJudge {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedRule.class);
    private static final int MOST_BYTES = 16 << 20;

    private final String className;
    private final List<String> inputs;
    private final Callable<GroupRule> maker;
    private final JsonFactory json = new JsonFactory();
    private final ConcurrentLinkedQueue<GroupRule> idle = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * @param inputs streams of the join's inputs, in the order declared
     * @param maker makes an instance of the class
     */
    LoadedRule(String className, List<String> inputs, Callable<GroupRule> maker) {
        this.className = className;
        this.inputs = inputs;
        this.maker = maker;
    }

    /** An instance that failed is not asked again: nobody knows what it is in. */
    @Override
    @SuppressWarnings("IllegalCatch") // whatever somebody else's code throws is the fault of this group alone
    public Judgement judge(GroupView group, long nowMillis, boolean over) {
        HandedGroup handed = new HandedGroup(group, inputs, nowMillis, over);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            GroupRule rule = idle.poll();
            rule = rule == null ? maker.call() : rule;
            thread.setContextClassLoader(rule.getClass().getClassLoader());
            Judgement judgement = judgement(rule.judge(handed));
            idle.add(rule);
            return judgement;
        } catch (Throwable e) {
            tell(e);
            return new Judgement.Failed("class " + className + " threw " + Failure.text(e));
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @SuppressWarnings({"OptionalAssignedToNull", "NullableOptional"}) // it is not ours
    private Judgement judgement(@Nullable Optional<byte[]> answer) {
        if (answer == null) {
            return new Judgement.Failed("class " + className + " answered null");
        }
        if (answer.isEmpty()) {
            return new Judgement.Waiting();
        }
        // It may write to it afterwards.
        byte[] body = answer.get().clone();
        if (body.length > MOST_BYTES) {
            return new Judgement.Failed("class " + className + " made a result of " + body.length + " B; at most "
                    + MOST_BYTES + " B are kept");
        }
        return isObject(body)
                ? new Judgement.Complete(body)
                : new Judgement.Failed("class " + className + " made a result that is no JSON object");
    }

    private boolean isObject(byte[] body) {
        try (JsonParser parser = json.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            parser.skipChildren();
            return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Once: a class that fails fails often, and each letter says why. */
    private void tell(Throwable failure) {
        if (told.compareAndSet(false, true)) {
            LOG.warn(
                    "class {} failed; the messages of such groups become dead letters 'rule-failed'. Shown once: {}",
                    className,
                    Failure.trace(failure));
        }
    }
}
