// SPDX-License-Identifier: Apache-2.0
// AdminHouse::Parts: what it is made of, for tests that reach into it.
#pragma once

#include <thread>

#include "admin/admin.hpp"
#include "busbar/asio_loop.hpp"
#include "runtime/admin/admin_house.hpp"
#include "support/temporary_directory.hpp"

namespace busbar {

struct AdminHouse::Parts {
    testing::TemporaryDirectory directory;
    Log log{"info"};
    AsioLoop loop;
    SystemClock clock;
    Bus bus{clock, log.logger("bus")};
    std::unique_ptr<Configuration> configuration;
    std::unique_ptr<PluginManager> plugins;
    std::unique_ptr<Changes> changes;
    std::unique_ptr<Admin> admin;
    Timer expire_timer{loop};
    std::thread thread;

    // As the runtime does: commands time out.
    void expire() {
        bus.expire();
        expire_timer.after(std::chrono::milliseconds(10), [this] { expire(); });
    }
    [[nodiscard]] AdminEnvironment environment() {
        return {loop, bus, *configuration, *plugins, *changes, log, clock};
    }
};

}  // namespace busbar
