package io.github.kafkaaudit.elk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class KibanaObjectsTests {

    private static final String NDJSON = "kibana/kafka-audit.ndjson";
    private static final String SEARCH_INDEX = "kibanaSavedObjectMeta.searchSourceJSON.index";
    private static final Pattern ESQL_FIELD = Pattern.compile("@timestamp|\\b[a-z_]+(?:\\.[a-z_]+)+\\b");

    /** {@code mvn -pl integration-tests -am test -Dtest=KibanaObjectsTests -Dkibana.write=true} writes the file. */
    @Test
    void theImportFileIsMadeOfTheObjects() throws IOException {
        var made = KibanaObjects.ndjson();
        if (Boolean.getBoolean("kibana.write")) {
            Files.writeString(Repository.path(NDJSON), made);
        }

        assertThat(Repository.text(NDJSON)).isEqualTo(made);
    }

    @Test
    void everyLineIsAnObjectWithItsVersionsAndItsInnerStructuresAsText() {
        var versions = Map.of("index-pattern", "8.0.0", "search", "10.5.0", "dashboard", "10.3.0");
        var texts =
                List.of("panelsJSON", "optionsJSON", "searchSourceJSON", "ignoreParentSettingsJSON", "fieldFormatMap");
        for (var line : Repository.text(NDJSON).lines().toList()) {
            var object = Repository.JSON.readTree(line);
            assertThat(object.path("coreMigrationVersion").asString()).isEqualTo("8.8.0");
            assertThat(object.path("typeMigrationVersion").asString())
                    .isEqualTo(versions.get(object.path("type").asString()));
            for (var text : texts) {
                assertThat(object.findValues(text)).allSatisfy(value -> {
                    assertThat(value.isString()).isTrue();
                    assertThat(Repository.JSON.readTree(value.asString()).isMissingNode())
                            .isFalse();
                });
            }
        }
    }

    @Test
    void everyReferenceLeadsToAnObjectOfTheSameFile() {
        Set<String> known = new HashSet<>();
        for (var object : KibanaObjects.sources()) {
            for (var reference : object.path("references")) {
                assertThat(known)
                        .as("%s before %s", reference, object.path("id"))
                        .contains(reference.path("type").asString() + "/"
                                + reference.path("id").asString());
            }
            assertThat(known.add(object.path("type").asString() + "/"
                            + object.path("id").asString()))
                    .as("%s once", object.path("id"))
                    .isTrue();
        }
    }

    @Test
    void searchesNameTheirDataViewAsKibanaExpectsIt() {
        assertThat(searches(false)).isNotEmpty().allSatisfy(search -> {
            assertThat(source(search).path("indexRefName").asString()).isEqualTo(SEARCH_INDEX);
            assertThat(names(search)).containsExactly(SEARCH_INDEX);
        });
        assertThat(searches(true)).isNotEmpty().allSatisfy(search -> {
            assertThat(source(search).at("/index/timeFieldName").asString()).isEqualTo("@timestamp");
            assertThat(names(search)).isEmpty();
        });
    }

    @Test
    void dashboardsNameTheirPanelsAndControlsAsKibanaExpectsThem() {
        assertThat(KibanaObjects.sources("dashboard")).isNotEmpty().allSatisfy(dashboard -> {
            Set<String> expected = new TreeSet<>();
            Set<String> indexes = new HashSet<>();
            for (var panel : dashboard.at("/attributes/panelsJSON")) {
                var index = panel.path("panelIndex").asString();
                assertThat(indexes.add(index)).as("panel %s once", index).isTrue();
                assertThat(panel.at("/gridData/i").asString()).isEqualTo(index);
                if (panel.path("type").asString().equals("lens")) {
                    for (var reference : panel.at("/embeddableConfig/attributes/references")) {
                        expected.add(index + ":" + reference.path("name").asString());
                    }
                    for (var layer : panel.at("/embeddableConfig/attributes/state/datasourceStates/formBased/layers")
                            .properties()) {
                        assertThat(expected).contains(index + ":indexpattern-datasource-layer-" + layer.getKey());
                    }
                } else {
                    assertThat(panel.path("panelRefName").asString()).isEqualTo("panel_" + index);
                    expected.add(index + ":panel_" + index);
                }
            }
            for (var control :
                    dashboard.at("/attributes/controlGroupInput/panelsJSON").properties()) {
                var name = "controlGroup_" + control.getKey() + ":optionsListDataView";
                assertThat(control.getValue()
                                .at("/explicitInput/dataViewRefName")
                                .asString())
                        .isEqualTo(name);
                expected.add(name);
            }
            assertThat(names(dashboard)).containsExactlyInAnyOrderElementsOf(expected);
        });
    }

    @Test
    void panelsDoNotOverlapAndFitTheGrid() {
        for (var dashboard : KibanaObjects.sources("dashboard")) {
            Set<String> taken = new HashSet<>();
            for (var panel : dashboard.at("/attributes/panelsJSON")) {
                var grid = panel.path("gridData");
                assertThat(grid.path("x").asInt() + grid.path("w").asInt()).isLessThanOrEqualTo(48);
                for (var x = grid.path("x").asInt();
                        x < grid.path("x").asInt() + grid.path("w").asInt();
                        x++) {
                    for (var y = grid.path("y").asInt();
                            y < grid.path("y").asInt() + grid.path("h").asInt();
                            y++) {
                        assertThat(taken.add(x + "/" + y)).as("%s", grid).isTrue();
                    }
                }
            }
        }
    }

    @Test
    void everyFieldOfASearchIsMapped() {
        for (var search : searches(false)) {
            var mappings = Mappings.ofDataView(search.at("/references/0/id").asString());
            List<String> used =
                    new ArrayList<>(Kql.fields(source(search).at("/query/query").asString()));
            search.at("/attributes/columns").forEach(column -> used.add(column.asString()));
            search.at("/attributes/sort").forEach(sort -> used.add(sort.path(0).asString()));
            assertMapped(mappings, used);
        }
    }

    @Test
    void everyFieldOfAnEsqlQueryIsMapped() {
        var events = Mappings.ofAuditEvents();
        for (var search : searches(true)) {
            assertMapped(events, esqlFields(source(search).at("/query/esql").asString()));
        }
        var rule = Repository.json("kibana/rules/duplicate-publications.json");
        var publications = Mappings.ofDataView("kafka-audit-publications");
        assertMapped(publications, esqlFields(rule.at("/params/esqlQuery/esql").asString()));
        assertThat(publications.has(rule.at("/params/timeField").asString())).isTrue();
    }

    @Test
    void everyFieldOfADashboardIsMapped() {
        for (var dashboard : KibanaObjects.sources("dashboard")) {
            for (var panel : dashboard.at("/attributes/panelsJSON")) {
                var lens = panel.at("/embeddableConfig/attributes");
                if (lens.isMissingNode()) {
                    continue;
                }
                var mappings = Mappings.ofDataView(lens.at("/references/0/id").asString());
                List<String> used =
                        new ArrayList<>(Kql.fields(lens.at("/state/query/query").asString()));
                lens.findValues("sourceField").forEach(field -> used.add(field.asString()));
                lens.findValues("filter")
                        .forEach(filter ->
                                used.addAll(Kql.fields(filter.path("query").asString())));
                used.removeAll(List.of("___records___"));
                assertMapped(mappings, used);
            }
            for (var control :
                    dashboard.at("/attributes/controlGroupInput/panelsJSON").properties()) {
                assertMapped(
                        Mappings.ofAuditEvents(),
                        List.of(control.getValue()
                                .at("/explicitInput/fieldName")
                                .asString()));
            }
        }
    }

    @Test
    void everyColumnOfALensIsUsedByItsPicture() {
        for (var dashboard : KibanaObjects.sources("dashboard")) {
            for (var panel : dashboard.at("/attributes/panelsJSON")) {
                var state = panel.at("/embeddableConfig/attributes/state");
                for (var layer : state.at("/datasourceStates/formBased/layers").properties()) {
                    var columns = layer.getValue().path("columns").propertyNames();
                    assertThat(texts(layer.getValue().path("columnOrder"))).containsExactlyElementsOf(columns);
                    assertThat(texts(state.path("visualization"))).containsAll(columns);
                    assertThat(columns).containsAll(texts(layer.getValue(), "columnId"));
                }
            }
        }
    }

    private static void assertMapped(Mappings mappings, Iterable<String> fields) {
        assertThat(fields)
                .allSatisfy(field -> assertThat(mappings.has(field)).as(field).isTrue());
    }

    private static Set<String> esqlFields(String esql) {
        Set<String> fields = new TreeSet<>();
        var field = ESQL_FIELD.matcher(esql.replaceAll("\"[^\"]*\"|FROM \\S+", ""));
        while (field.find()) {
            fields.add(field.group());
        }
        return fields;
    }

    private static List<JsonNode> searches(boolean esql) {
        return KibanaObjects.sources("search").stream()
                .filter(search -> search.at("/attributes/isTextBasedQuery").asBoolean() == esql)
                .toList();
    }

    private static JsonNode source(JsonNode search) {
        return search.at("/attributes/kibanaSavedObjectMeta/searchSourceJSON");
    }

    private static List<String> names(JsonNode object) {
        return texts(object.path("references"), "name");
    }

    private static List<String> texts(JsonNode node, String property) {
        return node.findValues(property).stream().map(JsonNode::asString).toList();
    }

    /** Every text in a structure, however deep. */
    private static List<String> texts(JsonNode node) {
        if (node.isString()) {
            return List.of(node.asString());
        }
        return StreamSupport.stream(node.spliterator(), false)
                .flatMap(child -> texts(child).stream())
                .toList();
    }
}
