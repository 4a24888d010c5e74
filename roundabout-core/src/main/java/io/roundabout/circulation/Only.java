package io.roundabout.circulation;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction2;

/**
 * Yields the one thing that a partition has.
 *
 * @param <T> what it is
 */
final class Only<T> extends AbstractFunction2<TaskContext, Iterator<T>, T> implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Runs a job over partitions that have one thing each, and returns those in order. */
    @SuppressWarnings("unchecked") // the array that Spark makes is of the type of the tag
    static <T> T[] run(RDD<T> partitions, ClassTag<T> type) {
        SparkContext context = partitions.sparkContext();
        // Spark would walk the stack for each RDD and job to say where it came from.
        context.setLocalProperty("callSite.short", "turn");
        context.setLocalProperty("callSite.long", "turn");
        return (T[]) context.runJob(partitions, new Only<T>(), type);
    }

    @Override
    public T apply(TaskContext context, Iterator<T> all) {
        return all.next();
    }
}
