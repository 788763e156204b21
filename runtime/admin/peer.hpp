// SPDX-License-Identifier: Apache-2.0
// Peer: who is at the other end of a Unix socket, by what the kernel says (unix(7), SO_PEERCRED).
#pragma once

#include <sys/types.h>

#include <vector>

#include "busbar/result.hpp"

namespace busbar {

struct Peer {
    uid_t user = 0;
    std::vector<gid_t> groups;  // its own and its supplementary ones, when it connected
};

// Of a connected socket. Fails with Internal when the kernel does not say.
[[nodiscard]] Result<Peer> peer_of(int socket);

// Root, the runtime's own user, and members of the group that owns the socket file. The file's mode
// already keeps others out; this holds where somebody made the file more open than we did.
[[nodiscard]] bool is_administrator(const Peer& peer, uid_t runtime_user, gid_t socket_group);

}  // namespace busbar
