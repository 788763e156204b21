// SPDX-License-Identifier: Apache-2.0
// Crossing: from the admin thread to the runtime loop and back.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>

#include "admin/response.hpp"
#include "busbar/loop.hpp"

namespace busbar {

class Crossing {
 public:
    Crossing(Loop& runtime_loop, boost::asio::io_context& admin);
    Crossing(const Crossing&) = delete;
    Crossing& operator=(const Crossing&) = delete;

    // Runs `task` on the runtime loop; not at all after close(). [admin thread]
    void to_runtime(Loop::Task task);
    // Runs `task` on the admin thread; not at all after close(). [runtime loop]
    void to_admin(Loop::Task task) const;
    // A reply for the runtime loop, which may call it whenever it likes, even when this crossing
    // has gone: `reply` runs on the admin thread, or not at all after close(). [any thread]
    [[nodiscard]] Reply back(Reply reply) const;

    // Nothing crosses any more, in either direction. [runtime loop]
    void close();

 private:
    // Only looked into on the runtime loop, hence no lock.
    struct Inside {
        boost::asio::io_context* admin;  // nullptr: closed
    };
    Loop& runtime_loop_;
    std::shared_ptr<Inside> inside_;  // shared with what is posted and may run after us
};

}  // namespace busbar
