package io.github.kafkaaudit.embedded.server;

import java.io.IOException;
import java.util.List;
import org.elasticsearch.Build;
import org.elasticsearch.client.internal.node.NodeClient;
import org.elasticsearch.rest.BaseRestHandler;
import org.elasticsearch.rest.RestRequest;
import org.elasticsearch.rest.RestResponse;
import org.elasticsearch.rest.RestStatus;

/** Answers {@code GET /} with name and version, which in the full distribution a module does. */
final class RootEndpoint extends BaseRestHandler {

    @Override
    public String getName() {
        return "kafka_audit_root";
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(RestRequest.Method.GET, "/"), new Route(RestRequest.Method.HEAD, "/"));
    }

    @Override
    protected RestChannelConsumer prepareRequest(RestRequest request, NodeClient client) {
        return channel -> {
            try (var json = channel.newBuilder()) {
                json.startObject();
                json.field("name", client.settings().get("node.name"));
                json.field("cluster_name", client.settings().get("cluster.name"));
                json.startObject("version").field("number", Build.current().version());
                json.endObject();
                json.field("tagline", "You Know, for Search").endObject();
                channel.sendResponse(new RestResponse(RestStatus.OK, json));
            } catch (IOException e) {
                channel.sendResponse(new RestResponse(channel, e));
            }
        };
    }
}
