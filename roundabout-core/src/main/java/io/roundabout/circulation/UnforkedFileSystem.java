package io.roundabout.circulation;

import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * The local file system without the processes that Hadoop starts to set permissions: files get what the umask gives, and
 * the state folder itself keeps others out.
 */
public final class UnforkedFileSystem extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) {
        // The state folder's own permissions decide.
    }
}
