// SPDX-License-Identifier: Apache-2.0
// BUSBAR_PLUGIN: makes a class the plugin that a shared object is.
#pragma once

#include "busbar/plugin.hpp"
#include "busbar/poll_loop.hpp"

namespace busbar {

template <class P>
int run_on_poll_loop(const busbar_host& host) {
    PollLoop loop;
    P plugin(Context{host, loop});
    return plugin.run([&loop] { loop.run(); });
}

}  // namespace busbar

// For a P made from (busbar::Context); it runs on a PollLoop.
#define BUSBAR_PLUGIN(P) BUSBAR_PLUGIN_ENTRY(busbar::run_on_poll_loop<P>)

#define BUSBAR_PLUGIN_ENTRY(run_function)                                \
    extern "C" BUSBAR_EXPORT const busbar_plugin busbar_plugin_entry = { \
        sizeof(busbar_plugin), BUSBAR_ABI_MAJOR, BUSBAR_ABI_MINOR,       \
        [](const busbar_host* host) { return busbar::run_caught(run_function, host); }};
