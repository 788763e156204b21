// SPDX-License-Identifier: Apache-2.0
// SmallDisk: a file system of one megabyte that can be full or read-only. For integration tests:
// it is mounted in the mount namespace they run in.
#pragma once

#include <filesystem>

#include "busbar/result.hpp"

namespace busbar::testing {

class SmallDisk {
 public:
    // Mounts it at `path`, an existing folder.
    explicit SmallDisk(std::filesystem::path path) : path_(std::move(path)) {}
    [[nodiscard]] Status mount();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    ~SmallDisk();

    // Until not one octet more fits.
    [[nodiscard]] Status fill();
    // Takes away again what fill() put there.
    void make_room();
    // Only while nobody has a file open for writing.
    [[nodiscard]] Status set_read_only(bool read_only);

 private:
    [[nodiscard]] std::filesystem::path filling() const { return path_ / "filling"; }
    std::filesystem::path path_;
    bool mounted_ = false;
};

}  // namespace busbar::testing
