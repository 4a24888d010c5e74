package io.roundabout.trial;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A file system in a file, mounted by loop device. What programs wrote but nobody synced is in the page cache of the file
 * system and not in the file: a copy of the file is what a loss of power would leave. Close it to unmount. Needs root. Confined
 * to one thread.
 */
final class LoopImage implements AutoCloseable {
    private static final String SIZE = "512M";
    /** Seconds after which ext4 would write by itself; longer than a test. */
    private static final int COMMIT = 300;

    private final Path image;
    private final Path mountPoint;

    private LoopImage(Path image, Path mountPoint) {
        this.image = image;
        this.mountPoint = mountPoint;
    }

    /** Makes an empty one. */
    static LoopImage make(Path image, Path mountPoint) throws IOException {
        run("truncate", "-s", SIZE, image.toString());
        run("mkfs.ext4", "-q", image.toString());
        return mount(image, mountPoint);
    }

    /** Returns why none can be made here; empty if one can. */
    static Optional<String> obstacle(Path folder) {
        try {
            make(folder.resolve("probe.img"), folder.resolve("probe")).close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("no file system can be mounted by loop device: " + e.getMessage());
        }
    }

    /** Returns what a loss of power at this moment would leave; whoever writes must be frozen. */
    LoopImage afterPowerLoss(Path copy, Path where) throws IOException {
        run("cp", "--sparse=always", image.toString(), copy.toString());
        return mount(copy, where);
    }

    /** Returns where it is mounted. */
    Path folder() {
        return mountPoint;
    }

    @Override
    public void close() throws IOException {
        run("umount", mountPoint.toString());
    }

    private static LoopImage mount(Path image, Path mountPoint) throws IOException {
        Files.createDirectories(mountPoint);
        run("mount", "-o", "loop,commit=" + COMMIT, image.toString(), mountPoint.toString());
        return new LoopImage(image, mountPoint);
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(HubProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + ": " + words.strip());
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
