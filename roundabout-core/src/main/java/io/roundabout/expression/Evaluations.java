package io.roundabout.expression;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.sql.catalyst.expressions.Expression;

/**
 * Evaluations of the same expressions, one for each thread that is at it. Each has a copy of the expressions of its own,
 * because some keep what they are computing; the code is generated once. Thread-safe.
 */
final class Evaluations {
    private final Catalyst catalyst;
    private final byte[] expressions;
    private final int columns;
    private final ConcurrentLinkedQueue<Evaluation> idle = new ConcurrentLinkedQueue<>();

    Evaluations(Catalyst catalyst, Resolved resolved) {
        this.catalyst = catalyst;
        List<Expression> bound = catalyst.bind(resolved.computed(), resolved.inputs());
        bound.forEach(Verdict::requireEvaluable);
        expressions = written(bound);
        columns = resolved.columns().size();
        // Compiled now, and not under the first message.
        idle.add(make());
    }

    /** Returns an evaluation that nobody else has until it is {@linkplain #give given} back. */
    Evaluation take() {
        Evaluation taken = idle.poll();
        return taken == null ? make() : taken;
    }

    void give(Evaluation taken) {
        idle.add(taken);
    }

    private Evaluation make() {
        List<Expression> own = read(expressions);
        return new Evaluation(catalyst, catalyst.compile(own), own, columns);
    }

    /** Returns a copy that shares nothing with {@code expressions}, some of which keep what they are computing. */
    static <T extends Expression> List<T> copyOf(List<T> expressions) {
        return read(written(expressions));
    }

    private static byte[] written(List<? extends Expression> expressions) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ArrayList<>(expressions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings({"unchecked", "BanSerializableRead"}) // written by this very object
    private static <T extends Expression> List<T> read(byte[] written) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(written))) {
            return (List<T>) in.readObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
