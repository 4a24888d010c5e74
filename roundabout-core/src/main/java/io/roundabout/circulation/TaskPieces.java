package io.roundabout.circulation;

import io.roundabout.compute.Pieces;
import java.nio.file.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/** Pieces for one task, in a file among those of Spark as far as they are not in memory; removed when the task ends. */
final class TaskPieces {
    private TaskPieces() {}

    static Pieces of(TaskContext task) {
        Pieces pieces = new Pieces(TaskPieces::file);
        TaskCompletionListener closing = ended -> pieces.close();
        task.addTaskCompletionListener(closing);
        return pieces;
    }

    private static Path file() {
        return SparkEnv.get()
                .blockManager()
                .diskBlockManager()
                .createTempLocalBlock()
                ._2()
                .toPath();
    }
}
