// SPDX-License-Identifier: Apache-2.0
// StateDirectory: where everything lives that survives a restart; used by one runtime at a time.
#pragma once

#include <filesystem>

#include "busbar/result.hpp"

namespace busbar {

// Holds the directory's lock until it is destroyed, or the process ends in whatever way.
class StateDirectory {
 public:
    // Makes the directory when it is missing. Fails when it cannot be made or written, or when
    // another runtime uses it.
    [[nodiscard]] static Result<StateDirectory> open(const std::filesystem::path& path);
    StateDirectory(StateDirectory&& other) noexcept;
    StateDirectory& operator=(StateDirectory&&) = delete;
    ~StateDirectory();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    // For what must not survive a restart; emptied by open().
    [[nodiscard]] std::filesystem::path run() const { return path_ / "run"; }
    // The plugins' folders are below it.
    [[nodiscard]] std::filesystem::path plugins() const { return path_ / "plugins"; }

 private:
    StateDirectory(std::filesystem::path path, int lock_fd)
        : path_(std::move(path)), lock_fd_(lock_fd) {}
    std::filesystem::path path_;
    int lock_fd_;
};

}  // namespace busbar
