// SPDX-License-Identifier: Apache-2.0
// recvmmsg and sendmmsg, and their buffers.
#include "knx/io/datagram_batch.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace knx {
namespace {

Endpoint from_sockaddr(const sockaddr_in& address) {
    Endpoint endpoint;
    std::memcpy(endpoint.address.data(), &address.sin_addr, endpoint.address.size());
    endpoint.port = ntohs(address.sin_port);
    return endpoint;
}

sockaddr_in to_sockaddr(const Endpoint& endpoint) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(endpoint.port);
    std::memcpy(&address.sin_addr, endpoint.address.data(), endpoint.address.size());
    return address;
}

}  // namespace

DatagramBatch::DatagramBatch() : datagrams_(kBatchMax) {
    arrivals_.reserve(kBatchMax);
    for (std::size_t i = 0; i < kBatchMax; ++i) {
        pieces_[i] = {datagrams_[i].data(), kDatagramMax};
        headers_[i].msg_hdr.msg_iov = &pieces_[i];
        headers_[i].msg_hdr.msg_iovlen = 1;
        headers_[i].msg_hdr.msg_name = &senders_[i];
    }
}

std::span<const Arrival> DatagramBatch::receive(int socket) {
    for (auto& header : headers_) {
        header.msg_hdr.msg_namelen = sizeof(sockaddr_in);
        header.msg_hdr.msg_flags = 0;
    }
    const int count = recvmmsg(socket, headers_.data(), kBatchMax, MSG_DONTWAIT, nullptr);
    arrivals_.clear();
    for (std::size_t i = 0; std::cmp_less(i, count); ++i) {
        if ((headers_[i].msg_hdr.msg_flags & MSG_TRUNC) != 0) continue;
        arrivals_.push_back(
            {ByteSpan(datagrams_[i]).first(headers_[i].msg_len), from_sockaddr(senders_[i])});
    }
    return arrivals_;
}

void OutgoingDatagrams::add(ByteSpan datagram, const Endpoint& to) {
    datagrams_.push_back({to_sockaddr(to), datagram.size()});
    octets_.insert(octets_.end(), datagram.begin(), datagram.end());
}

void OutgoingDatagrams::send(int socket) {
    std::array<iovec, kBatchMax> pieces{};
    std::array<mmsghdr, kBatchMax> headers{};
    auto* octets = octets_.data();
    for (std::size_t first = 0; first < datagrams_.size();) {
        const auto count = std::min(kBatchMax, datagrams_.size() - first);
        auto* next = octets;
        for (std::size_t i = 0; i < count; ++i) {
            auto& datagram = datagrams_[first + i];
            pieces[i] = {next, datagram.size};
            headers[i].msg_hdr = {&datagram.to, sizeof datagram.to, &pieces[i], 1, nullptr, 0, 0};
            next += datagram.size;
        }
        const int sent = ::sendmmsg(socket, headers.data(), static_cast<unsigned>(count),
                                    MSG_DONTWAIT | MSG_NOSIGNAL);
        // The first of them could not be sent; the others may.
        const auto done = sent > 0 ? static_cast<std::size_t>(sent) : 1;
        for (std::size_t i = 0; i < done; ++i) octets += datagrams_[first + i].size;
        first += done;
    }
    datagrams_.clear();
    octets_.clear();
}

}  // namespace knx
