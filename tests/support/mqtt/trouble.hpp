// SPDX-License-Identifier: Apache-2.0
// Trouble: what goes wrong between a client and a broker, made on purpose.
#pragma once

#include <cstdint>
#include <vector>

namespace busbar::testing {

// A port of the loopback that does not do what a broker does.
class BadPort {
 public:
    enum class Kind : std::uint8_t {
        Silent,    // takes connections and never says a word
        BlackHole  // does not even take them: no answer to a SYN
    };
    explicit BadPort(Kind kind);
    BadPort(const BadPort&) = delete;
    BadPort& operator=(const BadPort&) = delete;
    ~BadPort();

    [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
    std::uint16_t port_ = 0;
    std::vector<int> sockets_;  // the listener, and who fills its queue
};

// A name server that gets questions and never answers. Only inside a namespace of the program's
// own: it is on port 53, and /etc/resolv.conf says so while this exists.
class SilentNameServer {
 public:
    SilentNameServer();  // throws std::runtime_error when it cannot be
    SilentNameServer(const SilentNameServer&) = delete;
    SilentNameServer& operator=(const SilentNameServer&) = delete;
    ~SilentNameServer();

 private:
    int socket_;
};

// Every cable of the program's own network is pulled while this exists: packets are lost, and
// nobody is told.
class Cut {
 public:
    Cut();  // throws std::runtime_error when it cannot be
    Cut(const Cut&) = delete;
    Cut& operator=(const Cut&) = delete;
    ~Cut();
};

}  // namespace busbar::testing
