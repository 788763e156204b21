// SPDX-License-Identifier: Apache-2.0
// What this process needs.
#pragma once

#include <cstdint>
#include <fstream>
#include <string>

namespace busbar::bench {

// Anonymous memory of this process, in KiB.
inline std::uint64_t memory_kib() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        std::uint64_t value = 0;
        if (word == "RssAnon:" && status >> value) return value;
    }
    return 0;
}

}  // namespace busbar::bench
