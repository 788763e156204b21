// SPDX-License-Identifier: Apache-2.0
// Life: lets a handler that is still queued find out that its object has moved on or is gone.
#pragma once

#include <memory>
#include <utility>

namespace knx {

// Cancelling an asynchronous operation is not enough: its handler may already be queued with a
// success. A guarded handler does nothing once its life is over. For one thread.
class Life {
 public:
    Life() = default;
    Life(const Life&) = delete;
    Life& operator=(const Life&) = delete;

    template <class Handler>
    [[nodiscard]] auto guard(Handler handler) const {
        return [token = std::weak_ptr(token_),
                handler = std::move(handler)](const auto&... arguments) mutable {
            if (!token.expired()) handler(arguments...);
        };
    }

    // Ends this life, and with it all handlers guarded so far, and begins another.
    void renew() { token_ = std::make_shared<char>(); }

 private:
    std::shared_ptr<char> token_ = std::make_shared<char>();  // shared to be seen expiring, only
};

}  // namespace knx
