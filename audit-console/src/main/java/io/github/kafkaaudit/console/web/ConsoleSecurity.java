package io.github.kafkaaudit.console.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Who may ask, and what a page may load. Without users and without an identity provider anybody may ask who reaches the
 * console, which then listens on loopback alone, unless it is told otherwise by name.
 */
@Configuration(proxyBeanMethods = false)
class ConsoleSecurity {

    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
            + " base-uri 'none'; frame-ancestors 'none'";

    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http,
            ConsoleProperties settings,
            ObjectProvider<ClientRegistrationRepository> registrations,
            @Value("${server.address:}") String address) {
        var hasProvider = registrations.getIfAvailable() != null;
        var hasLogin = hasProvider || !settings.users().isEmpty();
        if (!hasLogin && !settings.allowWithoutLogin() && !isLoopback(address)) {
            throw new ConsoleStartException("The console would listen on "
                    + (address.isEmpty() ? "every address" : address)
                    + " without a login. Set console.users or spring.security.oauth2.client.registration.*, or"
                    + " server.address=127.0.0.1, or, if anybody who reaches it may read the trail,"
                    + " console.allow-without-login=true.");
        }
        http.headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(POLICY))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)));
        http.authorizeHttpRequests(requests -> {
            requests.requestMatchers("/console.css").permitAll();
            if (hasLogin) {
                requests.anyRequest().authenticated();
            } else {
                requests.anyRequest().permitAll();
            }
        });
        if (!settings.users().isEmpty()) {
            http.formLogin(Customizer.withDefaults());
            http.httpBasic(Customizer.withDefaults());
        }
        if (hasProvider) {
            http.oauth2Login(Customizer.withDefaults());
        }
        return http.build();
    }

    @Bean
    UserDetailsService users(ConsoleProperties settings) {
        List<UserDetails> users = new ArrayList<>();
        for (var user : settings.users()) {
            if (!user.password()
                    .matches(
                            "\\{(bcrypt|argon2@SpringSecurity_v5_8|pbkdf2@SpringSecurity_v5_8|scrypt@SpringSecurity_v5_8)}.+")) {
                throw new ConsoleStartException("The password of " + user.name()
                        + " in console.users is no hash: write its kind in front, as in {bcrypt}$2a$10$….");
            }
            users.add(User.withUsername(user.name())
                    .password(user.password())
                    .roles("READER")
                    .build());
        }
        return new InMemoryUserDetailsManager(users);
    }

    static boolean isLoopback(@Nullable String address) {
        try {
            return address != null
                    && !address.isBlank()
                    && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
