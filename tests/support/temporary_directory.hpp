// SPDX-License-Identifier: Apache-2.0
// TemporaryDirectory: an empty folder of a test's own, gone when the test is.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

namespace busbar::testing {

// Short paths ("/tmp/busbar-Ab3dEf"), because a Unix socket's has at most 107 octets.
class TemporaryDirectory {
 public:
    // Aborts the test program when there is no room for a folder: no test can go on then.
    TemporaryDirectory() {
        std::string name = (std::filesystem::temp_directory_path() / "busbar-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) std::abort();
        path_ = name;
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    ~TemporaryDirectory() {
        std::error_code ignored;  // a peer may still be leaving; nothing to be done about it here
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    // The path of `name` in the folder; nothing is made.
    [[nodiscard]] std::string file(const std::string& name) const { return path_ / name; }

 private:
    std::filesystem::path path_;
};

}  // namespace busbar::testing
