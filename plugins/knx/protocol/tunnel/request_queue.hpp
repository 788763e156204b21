// SPDX-License-Identifier: Apache-2.0
// RequestQueue: requests that wait to be sent. Reads yield to writes and responses, so that polling
// never delays a command; apart from that the order is kept.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <utility>

#include "busbar/result.hpp"
#include "knx/protocol/telegram.hpp"

namespace knx {

// `Request` has a `telegram`.
template <class Request>
class RequestQueue {
 public:
    // At most `length_max` reads and as many others wait.
    explicit RequestQueue(std::size_t length_max) : length_max_(length_max) {}

    // Fails with Unavailable when the queue is full; nothing was taken.
    [[nodiscard]] busbar::Status push(Request request) {
        auto& queue = request.telegram.service == GroupService::Read ? reads_ : others_;
        if (queue.size() >= length_max_) {
            return busbar::fail(busbar::ErrorCode::Unavailable,
                                "the queue to the KNX bus is full: " +
                                    std::to_string(queue.size()) + " telegrams wait already");
        }
        queue.push_back(std::move(request));
        return {};
    }

    [[nodiscard]] bool empty() const { return reads_.empty() && others_.empty(); }
    [[nodiscard]] std::size_t size() const { return reads_.size() + others_.size(); }

    // The next one; there must be one.
    [[nodiscard]] const Request& front() const { return next().front(); }
    [[nodiscard]] Request pop() {
        auto& queue = others_.empty() ? reads_ : others_;
        auto request = std::move(queue.front());
        queue.pop_front();
        return request;
    }

 private:
    [[nodiscard]] const std::deque<Request>& next() const {
        return others_.empty() ? reads_ : others_;
    }

    std::size_t length_max_;
    std::deque<Request> others_;
    std::deque<Request> reads_;
};

}  // namespace knx
