// SPDX-License-Identifier: Apache-2.0
// KnxdGroupSocket: many group telegrams to and from a real knxd, without a program for each.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "busbar/result.hpp"

namespace busbar::testing {

// One client of knxd's local socket: it sends group telegrams, and hears those of everybody else.
// Source: the request types EIB_OPEN_GROUPCON and EIB_GROUP_PACKET in knxd's eibtypes.h.
class KnxdGroupSocket {
 public:
    // `path` of the socket. Fails when nobody serves there.
    [[nodiscard]] static Result<std::unique_ptr<KnxdGroupSocket>> open(const std::string& path);
    KnxdGroupSocket(const KnxdGroupSocket&) = delete;
    KnxdGroupSocket& operator=(const KnxdGroupSocket&) = delete;
    ~KnxdGroupSocket();

    // Sends a GroupValueWrite of two octets. Fails when knxd has gone.
    [[nodiscard]] Status write(std::uint16_t group, std::uint16_t value);

    // The last two octets written to each group by others, as far as it has been heard by now.
    [[nodiscard]] const std::map<std::uint16_t, std::uint16_t>& heard();

 private:
    explicit KnxdGroupSocket(int fd) : fd_(fd) {}
    void take_packets();

    int fd_;
    std::vector<std::uint8_t> received_;  // of a packet that is not whole yet
    std::map<std::uint16_t, std::uint16_t> heard_;
};

}  // namespace busbar::testing
