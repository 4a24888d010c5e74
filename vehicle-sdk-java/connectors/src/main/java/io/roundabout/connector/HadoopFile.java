package io.roundabout.connector;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;

/**
 * A file on HDFS.
 *
 * @param system where it is stored
 * @param status its path, size and time
 */
record HadoopFile(FileSystem system, FileStatus status) implements StoredFile {
    /** Returns the files that {@code argument}, a path or a pattern, names, in the order of their names. */
    static List<StoredFile> find(String argument, Map<String, String> environment) throws SourceException {
        try {
            Path path = new Path(argument);
            FileSystem system = FileSystem.get(path.toUri(), HadoopSettings.of(environment));
            FileStatus[] found = system.globStatus(path);
            if (found == null) {
                throw new SourceException("there is no file '" + argument + "'", null);
            }
            List<StoredFile> files = new ArrayList<>();
            Arrays.sort(found, Comparator.comparing(FileStatus::getPath));
            for (FileStatus status : found) {
                if (status.isFile()) {
                    files.add(new HadoopFile(system, status));
                } else if (found.length == 1) {
                    throw new SourceException(
                            "'" + argument + "' is a folder; name its files, such as '" + argument + "/*.jsonl'", null);
                }
            }
            if (files.isEmpty()) {
                throw new SourceException("nothing matches '" + argument + "'", null);
            }
            return files;
        } catch (IOException e) {
            throw failure(argument, e);
        } catch (IllegalArgumentException e) {
            throw new SourceException("'" + argument + "' is no address on HDFS: " + SourceException.firstLine(e), e);
        }
    }

    @Override
    public String name() {
        return status.getPath().toString();
    }

    @Override
    public String path() {
        return name();
    }

    @Override
    public long size() {
        return status.getLen();
    }

    @Override
    public long modified() {
        return status.getModificationTime();
    }

    @Override
    public NamedStream open() throws IOException {
        try {
            return new NamedStream(name(), system.open(status.getPath()));
        } catch (IOException e) {
            throw failure(name(), e);
        }
    }

    @Override
    public InputFile seekable() throws IOException {
        return HadoopInputFile.fromStatus(status, system.getConf());
    }

    private static SourceException failure(String name, IOException cause) {
        if (cause instanceof AccessControlException) {
            return new SourceException(
                    "'" + name + "' cannot be read: " + SourceException.firstLine(cause)
                            + ". Check its permissions, or whom HADOOP_USER_NAME says you are",
                    cause);
        }
        if (HadoopSettings.isUnreachable(cause)) {
            return new SourceException(
                    "'" + name + "': the NameNode cannot be reached: "
                            + HadoopSettings.trouble(cause)
                            + ". Is HDFS up, and is that its address?",
                    cause);
        }
        if (SourceException.firstLine(cause).startsWith("Incomplete HDFS URI")) {
            return new SourceException(
                    "'" + name + "' is no address on HDFS: it names no host; the form is hdfs://HOST:PORT/PATH", cause);
        }
        return NamedStream.failure(name, cause);
    }
}
