// SPDX-License-Identifier: Apache-2.0
// The settings that the tests of the configuration use (one field for every rule there is), and a
// folder for what a target has to write.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "config/schema.hpp"
#include "fuzz/input.hpp"

namespace fuzz {

inline std::string test_descriptors() {
    std::ifstream file(BUSBAR_FUZZ_SCHEMA, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline std::unique_ptr<busbar::Schema> test_schema() {
    auto schema = busbar::Schema::load(test_descriptors(), "busbar.test.v1.Settings");
    expect(schema.has_value(), "the schema of the tests is a right one");
    return *std::move(schema);
}

// Of this process alone; in memory where that is a folder. Taken away at the end.
class ScratchFolder {
 public:
    explicit ScratchFolder(const std::string& name) {
        const std::filesystem::path memory = "/dev/shm";
        const auto root =
            std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
        path_ = root / ("busbar-fuzz-" + name + '-' + std::to_string(::getpid()));
        std::filesystem::remove_all(path_);
        std::filesystem::create_directory(path_);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
    std::filesystem::path path_;
};

}  // namespace fuzz
