package io.github.kafkaaudit.ecosystem

import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.delay
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration
import org.springframework.kafka.annotation.KafkaListener
import org.springframework.kafka.listener.DefaultErrorHandler
import org.springframework.util.backoff.FixedBackOff

/** A listener that returns long before it has ended; fails the first time if the payload asks for it. */
@Configuration(proxyBeanMethods = false)
open class SuspendingListener {

    private val calls = AtomicInteger()

    @Bean
    open fun errorHandler() = DefaultErrorHandler(FixedBackOff(0, 2))

    @KafkaListener(topics = ["\${topic}"])
    suspend fun receive(payload: String) {
        delay(250)
        check(payload != "fail once" || calls.incrementAndGet() > 1) { "asked to fail" }
    }
}
