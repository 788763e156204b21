// SPDX-License-Identifier: Apache-2.0
// What the admin door needs of the runtime; all of it outlives the door.
#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "bus/bus.hpp"
#include "busbar/loop.hpp"
#include "config/configuration.hpp"
#include "plugin/changes.hpp"
#include "plugin/manager.hpp"

namespace busbar {

// References only: copied freely. The bus, the log and the clock may be used on any thread; the
// rest belongs to the runtime loop.
struct AdminEnvironment {
    Loop& runtime_loop;
    Bus& bus;
    Configuration& configuration;
    PluginManager& plugins;
    Changes& changes;
    Log& log;
    const RuntimeClock& clock;
};

}  // namespace busbar
