package io.roundabout.circulation;

import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * The local file system without the processes that Hadoop starts to set permissions, and without its checksum files beside
 * every file: what is stored has checksums of its own. Files get what the umask gives; the state folder itself keeps others
 * out.
 */
public final class UnforkedFileSystem extends LocalFileSystem {
    /** Called by Hadoop. */
    public UnforkedFileSystem() {
        super(new Unforked());
        setWriteChecksum(false);
        setVerifyChecksum(false);
    }

    private static final class Unforked extends RawLocalFileSystem {
        @Override
        public void setPermission(Path path, FsPermission permission) {
            // The state folder's own permissions decide.
        }
    }
}
