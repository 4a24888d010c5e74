package io.roundabout.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The TCP ports a process listens on, as Linux tells, each as {@code address:port}. Pure functions. */
final class ListeningPorts {
    private static final Pattern NAMED = Pattern.compile("127\\.0\\.0\\.1:\\d+");
    /** State of a listening socket in {@code /proc/net/tcp}. Source: Linux, include/net/tcp_states.h. */
    private static final String LISTEN = "0A";

    private ListeningPorts() {}

    /** Returns the ports that a ready line names. */
    static Set<String> named(String readyLine) {
        return NAMED.matcher(readyLine)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the ports that a process listens on. */
    static Set<String> of(long pid) throws IOException {
        Set<String> sockets = sockets(pid);
        Set<String> ports = new TreeSet<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", table))) {
                String[] columns = line.strip().split("\\s+", -1);
                if (columns[3].equals(LISTEN) && sockets.contains("socket:[" + columns[9] + "]")) {
                    ports.add(text(columns[1]));
                }
            }
        }
        return ports;
    }

    private static Set<String> sockets(long pid) throws IOException {
        Set<String> sockets = new HashSet<>();
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path file : files.toList()) {
                if (Files.isSymbolicLink(file)) {
                    sockets.add(Files.readSymbolicLink(file).toString());
                }
            }
        }
        return sockets;
    }

    /** Reads {@code 0100007F:1F90}; an IPv4 address may be mapped into IPv6. Bytes of each word are reversed. */
    private static String text(String local) {
        String[] parts = local.split(":", -1);
        String address = parts[0].startsWith("0000000000000000FFFF0000") ? parts[0].substring(24) : parts[0];
        int port = HexFormat.fromHexDigits(parts[1]);
        if (address.length() != 8) {
            return address + ":" + port;
        }
        byte[] bytes = HexFormat.of().parseHex(address);
        return (bytes[3] & 255) + "." + (bytes[2] & 255) + "." + (bytes[1] & 255) + "." + (bytes[0] & 255) + ":" + port;
    }
}
