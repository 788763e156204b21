// SPDX-License-Identifier: Apache-2.0
// Peer by two socket options of Linux.
#include "admin/peer.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace busbar {

Result<Peer> peer_of(int socket) {
    ucred credentials{};
    socklen_t size = sizeof credentials;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) {
        return fail(ErrorCode::Internal,
                    std::string("no peer credentials: ") + std::generic_category().message(errno));
    }
    Peer peer{credentials.uid, {credentials.gid}};
    std::vector<gid_t> groups(64);
    for (int attempt = 0; attempt < 2; ++attempt) {
        size = static_cast<socklen_t>(groups.size() * sizeof(gid_t));
        if (::getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups.data(), &size) == 0) {
            groups.resize(size / sizeof(gid_t));
            peer.groups.insert(peer.groups.end(), groups.begin(), groups.end());
            break;
        }
        if (errno != ERANGE) break;  // a kernel that does not know it: the own group has to do
        groups.resize(size / sizeof(gid_t));
    }
    return peer;
}

bool is_administrator(const Peer& peer, uid_t runtime_user, gid_t socket_group) {
    if (peer.user == 0 || peer.user == runtime_user) return true;
    return std::find(peer.groups.begin(), peer.groups.end(), socket_group) != peer.groups.end();
}

}  // namespace busbar
