// SPDX-License-Identifier: Apache-2.0
// Resolver: host name to addresses without holding up anybody.
//
// Paho resolves under its process-wide lock, so one slow name server would stop all connections.
// getaddrinfo() cannot be cancelled either; it runs on a thread of its own that is abandoned when
// nobody waits any more. One lookup of a name at a time, so a name server that never answers costs
// one thread for each connection.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "busbar/loop.hpp"
#include "busbar/result.hpp"

namespace mqtt_client {

class Resolver {
 public:
    // IPv4 addresses first; never empty.
    using Addresses = std::vector<std::string>;
    using Done = std::function<void(const busbar::Result<Addresses>&)>;

    explicit Resolver(busbar::Loop& loop) : loop_(loop), timeout_(loop) {}
    Resolver(const Resolver&) = delete;
    Resolver& operator=(const Resolver&) = delete;
    ~Resolver() { abandon(); }

    // Calls done() once on the loop's thread, later: at once for an IP address, with NotFound when
    // there is no such host, with Timeout after 5 s. Takes the place of an earlier question.
    void resolve(const std::string& host, Done done);
    // done() will not be called any more.
    void abandon();

 private:
    struct Lookup;

    void start(const std::string& host);
    void finish(const busbar::Result<Addresses>& result);

    busbar::Loop& loop_;
    busbar::Timer timeout_;
    std::shared_ptr<Lookup> lookup_;  // shared with its thread, which may outlive us
    Done done_;
};

}  // namespace mqtt_client
