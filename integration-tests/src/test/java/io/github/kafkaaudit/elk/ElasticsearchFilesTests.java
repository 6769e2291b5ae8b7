package io.github.kafkaaudit.elk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ElasticsearchFilesTests {

    private static final Pattern AUDIT_EVENTS = Pattern.compile("kafka-audit-.*");

    @Test
    void everyFileIsJson() {
        for (var directory : List.of("elasticsearch", "kibana/objects", "kibana/rules")) {
            assertThat(Repository.files(directory, ".json"))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Repository.JSON
                                    .readTree(Repository.text(file))
                                    .isObject())
                            .isTrue());
        }
    }

    @Test
    void theSetUpScriptInstallsEveryFile() {
        var script = Repository.text("elasticsearch/setup");
        for (var file : Repository.files("elasticsearch", ".json")) {
            var name = file.getFileName().toString().replace(".json", "");
            assertThat(script).as(Repository.relative(file)).containsPattern("[ /]" + name + "\\b");
        }
        for (var file : Repository.files("kibana/rules", ".json")) {
            assertThat(script).contains(file.getFileName().toString());
        }
    }

    @Test
    void indexTemplatesAreMadeOfComponentTemplatesThatExist() {
        for (var file : Repository.files("elasticsearch/index-templates", ".json")) {
            for (var component : Repository.JSON.readTree(Repository.text(file)).path("composed_of")) {
                assertThat(Repository.path("elasticsearch/component-templates/" + component.asString() + ".json"))
                        .exists();
            }
        }
    }

    @Test
    void onlyAuditEventsAreInIndicesWithTheirBeginning() {
        assertThat(patterns("app-logs-kafka-audit")).noneMatch(AUDIT_EVENTS.asMatchPredicate());
        assertThat(transform("kafka-audit-ledger").at("/dest/index").asString()).doesNotMatch(AUDIT_EVENTS);
        assertThat(transform("kafka-audit-publications").at("/dest/index").asString())
                .doesNotMatch(AUDIT_EVENTS);
    }

    @Test
    void theTemplatesOfSpecialIndicesWinOverTheDailyOnesAndHaveNoLifecycle() {
        var daily = template("kafka-audit");
        for (var name : List.of("kafka-audit-quarantine", "kafka-audit-restored")) {
            var special = template(name);
            assertThat(special.path("priority").asInt())
                    .isGreaterThan(daily.path("priority").asInt());
            assertThat(special.path("composed_of").toString() + special.path("template"))
                    .doesNotContain("lifecycle");
        }
        assertThat(daily.toString()).contains("kafka-audit-lifecycle");
    }

    @Test
    void transformsReadMappedFieldsAndWriteMappedFields() {
        var events = Mappings.ofAuditEvents();
        for (var name : List.of("ledger", "publications")) {
            var transform = transform("kafka-audit-" + name);
            var destination = Mappings.ofDataView("kafka-audit-" + name);
            assertThat(fields(transform.path("source"))).isNotEmpty().allMatch(events::has);
            assertThat(fields(transform.path("pivot"))).isNotEmpty().allMatch(events::has);
            assertThat(events.has(transform.at("/sync/time/field").asString())).isTrue();
            assertThat(destination.has(
                            transform.at("/retention_policy/time/field").asString()))
                    .isTrue();
            assertThat(transform.at("/pivot/group_by").propertyNames()).allMatch(destination::has);
            assertThat(transform.at("/pivot/aggregations").propertyNames())
                    .filteredOn(
                            field -> !List.of("services", "hosts", "actions").contains(field))
                    .allMatch(destination::has);
            assertThat(List.of("service.name", "host.name")).allMatch(destination::has);
        }
    }

    @Test
    void theWriterCanOnlyCreate() {
        var writer = Repository.json("elasticsearch/roles/kafka-audit-writer.json");

        assertThat(texts(writer.path("cluster"))).containsExactly("monitor");
        assertThat(writer.path("indices")).hasSize(1);
        assertThat(texts(writer.at("/indices/0/privileges"))).containsExactlyInAnyOrder("create_doc", "auto_configure");
    }

    @Test
    void theReaderCanOnlyRead() {
        var reader = Repository.json("elasticsearch/roles/kafka-audit-reader.json");

        assertThat(reader.path("cluster")).isEmpty();
        assertThat(texts(reader.at("/indices/0/privileges"))).containsExactlyInAnyOrder("read", "view_index_metadata");
        assertThat(texts(reader.at("/applications/0/privileges"))).containsExactly("space_read");
    }

    private static JsonNode template(String name) {
        return Repository.json("elasticsearch/index-templates/" + name + ".json");
    }

    private static JsonNode transform(String name) {
        return Repository.json("elasticsearch/transforms/" + name + ".json");
    }

    private static List<String> patterns(String template) {
        return texts(template(template).path("index_patterns"));
    }

    private static List<String> fields(JsonNode node) {
        List<String> fields = new ArrayList<>(
                node.findValues("field").stream().map(JsonNode::asString).toList());
        node.findValues("term").forEach(term -> fields.addAll(term.propertyNames()));
        return fields;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asString()));
        return texts;
    }
}
