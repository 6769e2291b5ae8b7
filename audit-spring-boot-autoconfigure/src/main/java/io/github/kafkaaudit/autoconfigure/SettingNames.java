package io.github.kafkaaudit.autoconfigure;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/** The names of all settings, read from the records that they are bound to. */
final class SettingNames {

    static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("kafka.audit");

    private static final Set<Type> COLLECTIONS = Set.of(List.class, Set.class);
    private static final Setting TREE = setting("kafka.audit", KafkaAuditProperties.class);
    private static final Map<String, Setting> BY_VARIABLE = byVariable();

    private SettingNames() {}

    /** Returns the setting of that name, or null if there is none. */
    static @Nullable Setting find(ConfigurationPropertyName name) {
        Setting setting = TREE;
        for (int i = ROOT.getNumberOfElements(); i < name.getNumberOfElements(); i++) {
            if (setting.map) {
                return setting;
            }
            if (name.isNumericIndex(i)) {
                if (!setting.list) {
                    return null;
                }
            } else {
                Setting child = setting.children.get(name.getElement(i, Form.UNIFORM));
                if (child == null) {
                    return null;
                }
                setting = child;
            }
        }
        return setting;
    }

    /** Returns the setting that an environment variable is for, or null if there is none. */
    static @Nullable Setting ofVariable(String variable) {
        String compact = compact(variable);
        Setting setting = BY_VARIABLE.get(compact);
        if (setting != null) {
            return setting;
        }
        return BY_VARIABLE.entrySet().stream()
                .filter(entry -> entry.getValue().map && compact.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** Returns the name that a misspelt one is most like, with the indexes of that one; null if none is like it. */
    static @Nullable String nearest(String misspelt) {
        String compact = compact(misspelt);
        String nearest = null;
        int least = Math.max(2, compact.length() / 8) + 1;
        for (Map.Entry<String, Setting> entry : BY_VARIABLE.entrySet()) {
            int distance = Spelling.distance(compact, entry.getKey(), least);
            if (distance < least) {
                least = distance;
                nearest = entry.getValue().name;
            }
        }
        if (nearest == null) {
            return null;
        }
        int index = misspelt.replaceAll("[^0-9]", "").isEmpty() ? 0 : firstNumber(misspelt);
        return nearest.replace("[]", "[" + index + "]");
    }

    /** Returns the shortest name that ends in the same word: somebody left out a group. */
    static @Nullable String withSameEnd(ConfigurationPropertyName misspelt) {
        int last = misspelt.getNumberOfElements() - 1;
        String word = misspelt.getElement(misspelt.isNumericIndex(last) ? last - 1 : last, Form.DASHED);
        return BY_VARIABLE.values().stream()
                .map(Setting::name)
                .filter(name -> name.endsWith("." + word) && !name.contains("[]"))
                .min(Comparator.comparingInt(String::length))
                .orElse(null);
    }

    private static int firstNumber(String text) {
        String digits = text.replaceFirst("^[^0-9]*([0-9]+).*$", "$1");
        return digits.length() > 6 ? 0 : Integer.parseInt(digits);
    }

    /** Boot reads a variable with or without an underscore where a name has a hyphen. */
    private static String compact(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    private static Map<String, Setting> byVariable() {
        Map<String, Setting> settings = new LinkedHashMap<>();
        collect(TREE, settings);
        return settings;
    }

    private static void collect(Setting setting, Map<String, Setting> settings) {
        if (setting.children.isEmpty()) {
            settings.put(compact(setting.name), setting);
        }
        setting.children.values().forEach(child -> collect(child, settings));
    }

    private static Setting setting(String name, Type declared) {
        boolean list = declared instanceof ParameterizedType of && COLLECTIONS.contains(of.getRawType());
        boolean map = declared instanceof ParameterizedType of && of.getRawType() == Map.class;
        Type element = list && declared instanceof ParameterizedType of ? of.getActualTypeArguments()[0] : declared;
        Map<String, Setting> children = new LinkedHashMap<>();
        Class<?> type = element instanceof Class<?> known ? known : Object.class;
        if (type.isRecord()) {
            String prefix = list ? name + "[]." : name + ".";
            for (RecordComponent component : type.getRecordComponents()) {
                String child = dashed(component.getName());
                children.put(
                        ConfigurationPropertyName.of(child).getElement(0, Form.UNIFORM),
                        setting(prefix + child, component.getGenericType()));
            }
        }
        return new Setting(name, type, list, map, children);
    }

    private static String dashed(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /**
     * A setting, or a group of them.
     *
     * @param name its name, with {@code []} for an index
     * @param type what it is bound to; of a list, its elements
     * @param list whether there may be several
     * @param map whether any name may follow
     * @param children the settings of the group by their names without hyphens
     */
    record Setting(String name, Class<?> type, boolean list, boolean map, Map<String, Setting> children) {}
}
