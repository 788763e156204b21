// SPDX-License-Identifier: Apache-2.0
// Figures: times in order of size, and a line of them.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace mqtt_bench {

using Clock = std::chrono::steady_clock;

class Figures {
 public:
    void reserve(std::size_t count) { ms_.reserve(count); }
    void clear() { ms_.clear(); }
    void add(Clock::duration time) {
        ms_.push_back(std::chrono::duration<double, std::milli>(time).count());
    }
    // `part` of all are not larger.
    [[nodiscard]] double at(double part) {
        if (ms_.empty()) return 0;
        std::sort(ms_.begin(), ms_.end());
        const auto last = static_cast<double>(ms_.size() - 1);
        return ms_[static_cast<std::size_t>(last * part + 0.5)];
    }
    void print(const std::string& name) {
        std::printf("%-44s %6zu   p50 %8.2f   p99 %8.2f   worst %8.2f ms\n", name.c_str(),
                    ms_.size(), at(0.5), at(0.99), at(1));
        (void)std::fflush(stdout);
    }

 private:
    std::vector<double> ms_;
};

}  // namespace mqtt_bench
