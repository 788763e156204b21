// SPDX-License-Identifier: Apache-2.0
// FoundServers: the KNXnet/IP servers that answered a search, each once, and in words.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "knx/protocol/knxip/device_description.hpp"
#include "knx/protocol/knxip/hpai.hpp"
#include "knx/protocol/knxip/search.hpp"

namespace knx {

// "KNX IP Router", 1.1.0, MAC 00:24:6d:00:aa:bb, serial 00a6:1234abcd, tunnelling over UDP and TCP,
// routing 224.0.23.12. What a server does not say is left out.
[[nodiscard]] std::string describe(const DeviceDescription& description);

class FoundServers {
 public:
    // Further ones are counted and not kept: everybody in the network may answer.
    static constexpr std::size_t kServersMax = 64;

    // An answer; the fuller one stays when a server answers twice.
    void add(const SearchResponse& response, const Endpoint& sender);

    [[nodiscard]] std::size_t size() const { return servers_.size(); }
    // One line for each: where it is and what it is; the last line says how many are missing.
    [[nodiscard]] std::string text() const;

 private:
    struct Server {
        Endpoint control;
        DeviceDescription description;
        bool extended = false;
    };

    std::map<std::string, Server> servers_;  // by serial number, or by address without one
    std::size_t left_out_ = 0;               // answers
};

}  // namespace knx
