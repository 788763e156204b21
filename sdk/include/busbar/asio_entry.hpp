// SPDX-License-Identifier: Apache-2.0
// BUSBAR_ASIO_PLUGIN: the same as BUSBAR_PLUGIN, for a class that uses Boost.Asio.
#pragma once

#include "busbar/asio_loop.hpp"
#include "busbar/entry.hpp"

namespace busbar {

template <class P>
int run_on_asio_loop(const busbar_host& host) {
    AsioLoop loop;
    P plugin(Context{host, loop}, loop.context());
    return plugin.run([&loop] { loop.run(); });
}

}  // namespace busbar

// For a P made from (busbar::Context, boost::asio::io_context&); it runs on an AsioLoop.
#define BUSBAR_ASIO_PLUGIN(P) BUSBAR_PLUGIN_ENTRY(busbar::run_on_asio_loop<P>)
