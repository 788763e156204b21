// SPDX-License-Identifier: Apache-2.0
// StateDirectory: a folder and a lock file.
#include "state_directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace busbar {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> refuse(const char* doing, const fs::path& path, const std::string& why) {
    return fail(ErrorCode::PermissionDenied,
                std::string("cannot ") + doing + ' ' + path.string() + ": " + why +
                    "; see to its disk, or choose another state directory with --state");
}

// A new folder is safe from a power cut when the one it is in is synced.
bool sync_folder(const fs::path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return false;
    const bool synced = ::fsync(fd) == 0;
    ::close(fd);
    return synced;
}

Status create_folders(const fs::path& path) {
    std::error_code error;
    if (fs::exists(path, error)) return {};
    const auto parent = path.parent_path();
    BUSBAR_CHECK(create_folders(parent));
    fs::create_directory(path, error);
    if (error) return refuse("make", path, error.message());
    if (!sync_folder(parent)) return refuse("make", path, std::strerror(errno));
    return {};
}

// Others may pass through (a plugin may run a server as another user), but not look into it.
Status make_folder(const fs::path& path) {
    constexpr fs::perms kMode{0711};
    std::error_code error;
    const auto about = fs::status(path, error);
    if (fs::is_directory(about) && about.permissions() == kMode) return {};
    BUSBAR_CHECK(create_folders(path));
    fs::permissions(path, kMode, error);
    if (error) return refuse("make", path, error.message());
    return {};
}

}  // namespace

Result<StateDirectory> StateDirectory::open(const fs::path& path) {
    const auto absolute = fs::absolute(path).lexically_normal();
    BUSBAR_CHECK(make_folder(absolute));
    const auto file = (absolute / "lock").string();
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return refuse("write", file, std::strerror(errno));
    StateDirectory directory(absolute, fd);
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        return fail(ErrorCode::FailedPrecondition,
                    "another busbard uses the state directory " + absolute.string());
    }
    std::error_code error;
    fs::remove_all(directory.run(), error);
    BUSBAR_CHECK(make_folder(directory.run()));
    BUSBAR_CHECK(make_folder(directory.plugins()));
    return directory;
}

StateDirectory::StateDirectory(StateDirectory&& other) noexcept
    : path_(std::move(other.path_)), lock_fd_(std::exchange(other.lock_fd_, -1)) {}

StateDirectory::~StateDirectory() {
    if (lock_fd_ >= 0) ::close(lock_fd_);
}

}  // namespace busbar
