// SPDX-License-Identifier: Apache-2.0
// free_port(): a port that nobody listens on now, for a peer that has to be told one.
#pragma once

#include <cstdint>

namespace busbar::testing {

enum class Transport : std::uint8_t { Tcp, Udp };

// Binds 127.0.0.1 to an ephemeral port and lets go of it. Another program may take it before the
// peer does; inside a network namespace of the test's own there is no other program.
[[nodiscard]] std::uint16_t free_port(Transport transport = Transport::Tcp);

}  // namespace busbar::testing
