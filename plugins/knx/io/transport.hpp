// SPDX-License-Identifier: Apache-2.0
// Transport: carries KNXnet/IP frames to a server and back, over UDP or TCP; knows no meaning.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "knx/protocol/knxip/hpai.hpp"
#include "knx/protocol/knxip/octets.hpp"

namespace knx {

// A datagram, or one frame of a stream.
struct Arrival {
    ByteSpan frame;
    Endpoint sender;
};

// Belongs to one loop; everything happens on its thread. Can be opened again after close().
class Transport {
 public:
    // What the owner hears. It may call any function of the transport from here, and destroy it
    // only later.
    struct Callbacks {
        // `local` is where answers reach us, `server` what the host's name stood for.
        std::function<void(const Endpoint& local, const Endpoint& server)> on_open;
        // All that was waiting, up to a bound; valid during the call.
        std::function<void(std::span<const Arrival>)> on_arrivals;
        // The transport could not be opened or has failed, and is closed now. For people.
        std::function<void(std::string sentence)> on_failure;
    };

    Transport() = default;
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;
    virtual ~Transport() = default;

    // Looks `host` (a name or an IPv4 address) up and opens; ends with on_open or on_failure, at
    // the latest after kOpenMax, never before this returns. While it is open already, a datagram
    // transport keeps its socket when the way has not changed, so that late answers still arrive.
    virtual void open(const std::string& host, std::uint16_t port) = 0;

    // Sends a frame: a datagram at once, or with flush() after hold(); a stream with flush(), or at
    // the end of what the loop has at hand. What cannot be sent over UDP is lost, as it may be
    // anyway. A stream has but one peer and ignores `to`.
    virtual void send(ByteSpan frame, const Endpoint& to) = 0;
    // What is sent from now on goes together, with the next flush().
    virtual void hold() = 0;
    virtual void flush() = 0;

    // Nothing is heard afterwards. What was sent before is still delivered if the peer takes it.
    virtual void close() = 0;
};

}  // namespace knx
