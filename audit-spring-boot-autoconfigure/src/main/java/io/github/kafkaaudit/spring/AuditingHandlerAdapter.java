package io.github.kafkaaudit.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.adapter.DelegatingInvocableHandler;
import org.springframework.kafka.listener.adapter.HandlerAdapter;
import org.springframework.kafka.listener.adapter.InvocationResult;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * Stands around a listener's method. Between it and the container stand error handlers that swallow, recoverers that
 * decide per record, and results that complete later, of which the container's interceptors are told nothing.
 */
final class AuditingHandlerAdapter extends HandlerAdapter {

    private static final HiddenField METHOD = HiddenField.of(HandlerAdapter.class, "invokerHandlerMethod");
    private static final HiddenField METHODS = HiddenField.of(HandlerAdapter.class, "delegatingHandler");

    private final HandlerAdapter delegate;

    private AuditingHandlerAdapter(HandlerAdapter delegate, InvocableHandlerMethod method) {
        super(method);
        this.delegate = delegate;
    }

    private AuditingHandlerAdapter(HandlerAdapter delegate, DelegatingInvocableHandler methods) {
        super(methods);
        this.delegate = delegate;
    }

    /** Returns an adapter around another one, or null if that one hides what it calls. */
    static @Nullable HandlerAdapter around(HandlerAdapter delegate) {
        if (METHOD.read(delegate) instanceof InvocableHandlerMethod method) {
            return new AuditingHandlerAdapter(delegate, method);
        }
        return METHODS.read(delegate) instanceof DelegatingInvocableHandler methods
                ? new AuditingHandlerAdapter(delegate, methods)
                : null;
    }

    @Override
    public @Nullable Object invoke(Message<?> message, @Nullable Object... providedArgs) throws Exception {
        ListenerCall call = ListenerCall.of(message, providedArgs);
        Object result;
        try {
            result = delegate.invoke(message, providedArgs);
        } catch (Throwable e) {
            call.threw(e);
            throw e;
        }
        return call.returned(result);
    }

    @Override
    public boolean isAsyncReplies() {
        return delegate.isAsyncReplies();
    }

    @Override
    public String getMethodAsString(Object payload) {
        return delegate.getMethodAsString(payload);
    }

    @Override
    public Object getBean() {
        return delegate.getBean();
    }

    @Override
    public @Nullable InvocationResult getInvocationResultFor(Object result, @Nullable Object inboundPayload) {
        return delegate.getInvocationResultFor(result, inboundPayload);
    }
}
