package io.roundabout.connector;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * A folder on HDFS.
 *
 * @param system where it is stored
 * @param folder its path
 */
record HadoopFolder(FileSystem system, Path folder) implements TargetFolder {
    /** Returns the folder, which must be there. */
    static HadoopFolder of(String address, Map<String, String> environment) throws TargetException {
        try {
            Path folder = new Path(address);
            Configuration settings = HadoopSettings.of(environment);
            // Whoever stops the process still wants to commit; Hadoop would close it at once.
            settings.setBoolean("fs.automatic.close", false);
            return checked(new HadoopFolder(FileSystem.newInstance(folder.toUri(), settings), folder));
        } catch (IllegalArgumentException e) {
            throw TargetException.of(address, "is no address on HDFS", e);
        } catch (FileNotFoundException e) {
            throw new TargetException(
                    "there is no folder '" + address + "'; make it first: hdfs dfs -mkdir -p " + address, e);
        } catch (IOException e) {
            throw failure(address, e);
        }
    }

    private static HadoopFolder checked(HadoopFolder folder) throws IOException {
        boolean usable = false;
        try {
            usable = folder.system.getFileStatus(folder.folder).isDirectory();
        } finally {
            if (!usable) {
                folder.close();
            }
        }
        if (!usable) {
            throw new TargetException("'" + folder.folder + "' is no folder", null);
        }
        return folder;
    }

    @Override
    public HiddenFile create(String name) throws IOException {
        Path hidden = new Path(folder, "." + name + ".part");
        try {
            return new Hidden(system, hidden, new Path(folder, name), system.create(hidden, false));
        } catch (IOException e) {
            throw failure(hidden.toString(), e);
        }
    }

    @Override
    public void close() throws IOException {
        system.close();
    }

    private static TargetException failure(String name, IOException cause) {
        if (cause instanceof TargetException told) {
            return told;
        }
        if (cause instanceof AccessControlException) {
            return new TargetException(
                    "'" + name + "' cannot be written: " + SourceException.firstLine(cause)
                            + ". Check the folder's permissions, or whom HADOOP_USER_NAME says you are",
                    cause);
        }
        if (HadoopSettings.isUnreachable(cause)) {
            return new TargetException(
                    "'" + name + "': the NameNode cannot be reached: "
                            + HadoopSettings.trouble(cause)
                            + ". Is HDFS up, and is that its address?",
                    cause);
        }
        return TargetException.of(name, "cannot be written", cause);
    }

    private record Hidden(FileSystem system, Path hidden, Path visible, FSDataOutputStream file) implements HiddenFile {
        @Override
        public OutputStream out() {
            return new UnclosedStream(file);
        }

        @Override
        public String publish() throws IOException {
            try {
                file.hsync();
                file.close();
                if (!system.rename(hidden, visible)) {
                    throw new TargetException("'" + visible + "': HDFS does not rename '" + hidden + "' to it", null);
                }
                return visible.toString();
            } catch (IOException e) {
                throw failure(visible.toString(), e);
            }
        }

        @Override
        public void discard() throws IOException {
            try {
                file.close();
            } finally {
                system.delete(hidden, false);
            }
        }
    }
}
