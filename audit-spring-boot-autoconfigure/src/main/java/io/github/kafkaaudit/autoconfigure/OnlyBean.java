package io.github.kafkaaudit.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;

/** The application's own implementation of something that there can be one of. */
final class OnlyBean {

    private OnlyBean() {}

    /** Returns the only or primary bean of a type, or null if there is none; several are refused by their names. */
    static <T> @Nullable T of(ListableBeanFactory beanFactory, Class<T> type) {
        T only = beanFactory.getBeanProvider(type).getIfUnique();
        String[] names = only == null ? BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, type) : null;
        if (names != null && names.length > 1) {
            throw new InvalidKafkaAuditSettingException(
                    type.getSimpleName(),
                    "The application has several beans of this type: " + String.join(", ", names) + ".",
                    "Keep one of them, or mark one as @Primary.");
        }
        return only;
    }
}
