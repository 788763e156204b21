// SPDX-License-Identifier: Apache-2.0
// Reach: the way to a broker without MQTT: its name, a TCP connection, TLS. Says how far it goes,
// which no library does.
#pragma once

#include <openssl/ssl.h>

#include <functional>
#include <memory>
#include <string>

#include "io/resolver.hpp"
#include "io/tls_context.hpp"
#include "io/transport.hpp"

namespace mqtt_client {

class Reach {
 public:
    enum class Step : std::uint8_t { Name, Tcp, Tls, All };
    struct Outcome {
        Step failed_at = Step::All;  // All: nothing failed
        Failure failure;
        std::string address;      // the numeric one that answered, or the last that did not
        std::string certificate;  // "of /CN=broker, issued by /CN=authority"; empty without TLS
    };
    using Done = std::function<void(const Outcome&)>;

    Reach() = default;
    Reach(const Reach&) = delete;
    Reach& operator=(const Reach&) = delete;
    virtual ~Reach() = default;

    // Calls done() once, later, and hangs up; each step takes 5 s at most. Destroyed before, it
    // calls nobody.
    virtual void go(const Endpoint& endpoint, Done done) = 0;
};

class SocketReach final : public Reach {
 public:
    explicit SocketReach(busbar::Loop& loop) : loop_(loop), resolver_(loop), timer_(loop) {}
    ~SocketReach() override { close(); }

    void go(const Endpoint& endpoint, Done done) override;

 private:
    struct Free {
        void operator()(SSL* ssl) const { ::SSL_free(ssl); }
    };

    void connect_next();
    void on_ready();
    void shake_hands();
    void wait_for(std::uint32_t events);
    void fail_tcp(const Failure& failure);
    void finish(Step failed_at, Failure failure);
    void close();

    busbar::Loop& loop_;
    Resolver resolver_;
    busbar::Timer timer_;
    Endpoint endpoint_;
    Done done_;
    Outcome outcome_;
    Resolver::Addresses addresses_;  // that are still to try, the next one last
    int epoll_ = -1;                 // the loop itself only waits for input
    int socket_ = -1;
    std::unique_ptr<TlsContext> tls_;
    std::unique_ptr<SSL, Free> ssl_;
};

using ReachFactory = std::function<std::unique_ptr<Reach>(busbar::Loop&)>;

}  // namespace mqtt_client
