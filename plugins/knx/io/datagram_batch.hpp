// SPDX-License-Identifier: Apache-2.0
// DatagramBatch: reads all datagrams that wait at a socket with one system call. OutgoingDatagrams:
// sends several with one.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "knx/io/transport.hpp"

namespace knx {

class DatagramBatch {
 public:
    // Datagrams of one batch.
    static constexpr std::size_t kBatchMax = 64;
    // Octets of a datagram; longer ones are none of ours and dropped.
    static constexpr std::size_t kDatagramMax = 1024;

    DatagramBatch();
    DatagramBatch(const DatagramBatch&) = delete;
    DatagramBatch& operator=(const DatagramBatch&) = delete;

    // Never waits. Empty when nothing is there; valid until the next call.
    [[nodiscard]] std::span<const Arrival> receive(int socket);

 private:
    // The kernel writes datagrams and senders straight into these.
    std::vector<std::array<std::uint8_t, kDatagramMax>> datagrams_;
    std::array<sockaddr_in, kBatchMax> senders_{};
    std::array<iovec, kBatchMax> pieces_{};
    std::array<mmsghdr, kBatchMax> headers_{};
    std::vector<Arrival> arrivals_;
};

class OutgoingDatagrams {
 public:
    // Datagrams that one call to the system takes; more need more calls.
    static constexpr std::size_t kBatchMax = 16;

    // Keeps a copy until send().
    void add(ByteSpan datagram, const Endpoint& to);
    [[nodiscard]] bool empty() const { return datagrams_.empty(); }
    // Sends all in their order and keeps none. What the socket does not take is lost, as any
    // datagram may be. Never waits.
    void send(int socket);

 private:
    struct Datagram {
        sockaddr_in to;
        std::size_t size;
    };
    std::vector<Datagram> datagrams_;
    std::vector<std::uint8_t> octets_;  // of all, one after the other
};

}  // namespace knx
