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

// Others may pass through (a plugin may run a server as another user), but not look into it.
Status make_folder(const fs::path& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (!error) fs::permissions(path, fs::perms(0711), error);
    if (!error) return {};
    return fail(ErrorCode::PermissionDenied,
                "cannot make " + path.string() + ": " + error.message());
}

}  // namespace

Result<StateDirectory> StateDirectory::open(const fs::path& path) {
    const auto absolute = fs::absolute(path).lexically_normal();
    BUSBAR_CHECK(make_folder(absolute));
    const auto file = (absolute / "lock").string();
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        return fail(ErrorCode::PermissionDenied,
                    "cannot write " + file + ": " + std::strerror(errno));
    }
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
