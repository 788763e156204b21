// SPDX-License-Identifier: Apache-2.0
// DatagramBatch: recvmmsg and its buffers.
#include "knx/io/datagram_batch.hpp"

#include <arpa/inet.h>

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

}  // namespace knx
