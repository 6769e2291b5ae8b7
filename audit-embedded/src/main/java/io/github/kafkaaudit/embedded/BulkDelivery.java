package io.github.kafkaaudit.embedded;

import io.github.kafkaaudit.elasticsearch.BulkClient;
import io.github.kafkaaudit.elasticsearch.BulkDocument;
import io.github.kafkaaudit.elasticsearch.BulkOutcome;
import io.github.kafkaaudit.elasticsearch.BulkRefusedException;
import io.github.kafkaaudit.embedded.EventRouter.Delivery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt after another to bring deliveries into Elasticsearch, each with what the one before left over.
 *
 * <p><b>Threading</b>: one thread; the counters may be read by any.
 */
final class BulkDelivery {

    private static final Logger logger = LoggerFactory.getLogger(BulkDelivery.class);
    private static final int MAX_DOCUMENTS = 1_000;
    private static final int MAX_BYTES = 5 * 1024 * 1024;

    private final LongAdder indexed = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder quarantined = new LongAdder();
    private final LongAdder retries = new LongAdder();

    private final BulkClient client;
    private final EventRouter router;
    private final RefusedFile refusedFile;
    private String problem = "";

    BulkDelivery(BulkClient client, EventRouter router, RefusedFile refusedFile) {
        this.client = client;
        this.router = router;
        this.refusedFile = refusedFile;
    }

    IndexerCounters counters() {
        return new IndexerCounters(indexed.sum(), duplicates.sum(), quarantined.sum(), retries.sum());
    }

    /** Why the last attempt left something over; never a part of a document. */
    String problem() {
        return problem;
    }

    /** Sends everything once and returns what has to be sent again, later. */
    List<Delivery> attempt(List<Delivery> deliveries) throws InterruptedException {
        List<Delivery> leftOver = new ArrayList<>();
        for (var from = 0; from < deliveries.size(); ) {
            var to = endOfRequest(deliveries, from);
            send(deliveries.subList(from, to), leftOver);
            from = to;
        }
        if (!leftOver.isEmpty()) {
            retries.increment();
        }
        return leftOver;
    }

    private static int endOfRequest(List<Delivery> deliveries, int from) {
        var bytes = 0L;
        var to = from;
        while (to < deliveries.size() && to - from < MAX_DOCUMENTS) {
            bytes += deliveries.get(to).document().size();
            if (bytes > MAX_BYTES && to > from) {
                break;
            }
            to++;
        }
        return to;
    }

    private void send(List<Delivery> request, List<Delivery> leftOver) throws InterruptedException {
        try {
            List<BulkDocument> documents =
                    request.stream().map(Delivery::document).toList();
            settle(request, client.create(documents).get(), leftOver);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BulkRefusedException refusal && isAboutTheContent(refusal.status())) {
                findTheCulprit(request, refusal, leftOver);
            } else {
                problem = String.valueOf(e.getCause());
                leftOver.addAll(request);
            }
        }
    }

    private void settle(List<Delivery> request, List<BulkOutcome> outcomes, List<Delivery> leftOver)
            throws InterruptedException {
        List<Delivery> refused = new ArrayList<>();
        for (var i = 0; i < request.size(); i++) {
            settle(request.get(i), outcomes.get(i), refused, leftOver);
        }
        if (!refused.isEmpty()) {
            send(refused, leftOver);
        }
    }

    private void settle(Delivery delivery, BulkOutcome outcome, List<Delivery> refused, List<Delivery> leftOver) {
        if (outcome instanceof BulkOutcome.Created) {
            (delivery.isQuarantined() ? quarantined : indexed).increment();
        } else if (outcome instanceof BulkOutcome.Duplicate) {
            duplicates.increment();
        } else if (outcome instanceof BulkOutcome.Rejected rejection && isAboutTheContent(rejection.status())) {
            if (!delivery.isQuarantined()) {
                refused.add(router.quarantined(delivery, rejection));
            } else if (!isKept(delivery, rejection)) {
                leftOver.add(delivery);
            }
        } else {
            // Also one that must not be written now, as to a read-only index: it may be written later.
            problem = "Elasticsearch does not take " + delivery.document() + ": " + outcome;
            leftOver.add(delivery);
        }
    }

    /**
     * There is no other place in Elasticsearch for a refused document of the quarantine, and it must not stop the rest.
     */
    private boolean isKept(Delivery delivery, BulkOutcome.Rejected rejection) {
        try {
            refusedFile.append(delivery, rejection);
            logger.warn("Elasticsearch refuses {}: {}; it is in {}.", delivery.document(), rejection, refusedFile);
            return true;
        } catch (IOException e) {
            problem = "Elasticsearch refuses " + delivery.document() + ", and it cannot be written to " + refusedFile
                    + ": " + e;
            return false;
        }
    }

    /** A second attempt could not have another end. Everything else is tried again, as Logstash does. */
    private static boolean isAboutTheContent(int status) {
        return status == 400 || status == 404 || status == 413;
    }

    /** Halves the request until one document is left, which is refused like one of a partly rejected request. */
    private void findTheCulprit(List<Delivery> request, BulkRefusedException refusal, List<Delivery> leftOver)
            throws InterruptedException {
        if (request.size() == 1) {
            var rejection = new BulkOutcome.Rejected(refusal.status(), "request_refused", "the whole request");
            settle(request, List.of(rejection), leftOver);
        } else {
            var half = request.size() / 2;
            send(request.subList(0, half), leftOver);
            send(request.subList(half, request.size()), leftOver);
        }
    }
}
