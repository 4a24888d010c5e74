package io.roundabout.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.handler.ErrorHandler;

/** Says as JSON what is wrong with a request that is no HTTP, or has a path that cannot be read. Thread-safe. */
final class UnreadableRequests extends ErrorHandler {
    @Override
    public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable fields) {
        fields.put("Content-Type", "application/json");
        String plain = String.valueOf(reason).replaceAll("[\\\\\"\\p{Cntrl}]", "'");
        return ByteBuffer.wrap(("{\"code\":\"BAD_REQUEST\",\"text\":\"the request cannot be read: " + plain + "\"}")
                .getBytes(StandardCharsets.UTF_8));
    }
}
