// SPDX-License-Identifier: Apache-2.0
// Crossing by Loop::post() one way and by asio::post() the other.
#include "admin/crossing.hpp"

#include <boost/asio/post.hpp>

namespace busbar {

Crossing::Crossing(Loop& runtime_loop, boost::asio::io_context& admin)
    : runtime_loop_(runtime_loop), inside_(std::make_shared<Inside>(Inside{&admin})) {}

void Crossing::to_runtime(Loop::Task task) {
    runtime_loop_.post([inside = inside_, task = std::move(task)] {
        if (inside->admin != nullptr) task();
    });
}

void Crossing::to_admin(Loop::Task task) const {
    if (inside_->admin != nullptr) boost::asio::post(*inside_->admin, std::move(task));
}

Reply Crossing::back(Reply reply) const {
    return [inside = inside_, reply = std::move(reply)](ApiResponse response) {
        if (inside->admin == nullptr) return;
        boost::asio::post(*inside->admin, [reply, response = std::move(response)]() mutable {
            reply(std::move(response));
        });
    };
}

void Crossing::close() { inside_->admin = nullptr; }

}  // namespace busbar
