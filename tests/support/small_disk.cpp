// SPDX-License-Identifier: Apache-2.0
// SmallDisk: a tmpfs.
#include "support/small_disk.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "support/process.hpp"

namespace busbar::testing {

Status SmallDisk::mount() {
    BUSBAR_TRY(run({"mount", "-t", "tmpfs", "-o", "size=1m", "busbar-test", path_.string()}));
    mounted_ = true;
    return {};
}

SmallDisk::~SmallDisk() {
    if (mounted_) (void)run({"umount", "--lazy", path_.string()});
}

Status SmallDisk::fill() {
    const int fd = ::open(filling().c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0) return fail(ErrorCode::Unavailable, std::strerror(errno));
    const std::array<char, 4096> octets{};
    while (::write(fd, octets.data(), octets.size()) > 0) {
    }
    const int why = errno;
    ::close(fd);
    if (why != ENOSPC) return fail(ErrorCode::Unavailable, std::strerror(why));
    return {};
}

void SmallDisk::make_room() { std::filesystem::remove(filling()); }

Status SmallDisk::set_read_only(bool read_only) {
    BUSBAR_TRY(run({"mount", "-o", read_only ? "remount,ro" : "remount,rw", path_.string()}));
    return {};
}

}  // namespace busbar::testing
