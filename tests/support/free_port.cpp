// SPDX-License-Identifier: Apache-2.0
// free_port() by asking the kernel.
#include "support/free_port.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

namespace busbar::testing {

std::uint16_t free_port(Transport transport) {
    const int type = transport == Transport::Tcp ? SOCK_STREAM : SOCK_DGRAM;
    const int fd = ::socket(AF_INET, type | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (fd < 0 || ::bind(fd, generic, size) != 0 || ::getsockname(fd, generic, &size) != 0) {
        std::abort();  // no socket to be had: no test can go on
    }
    ::close(fd);
    return ntohs(address.sin_port);
}

}  // namespace busbar::testing
