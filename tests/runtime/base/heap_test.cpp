// SPDX-License-Identifier: Apache-2.0
// The heap gives back what is free.
#include "base/heap.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <vector>

namespace busbar {
namespace {

std::size_t resident_octets() {
    std::size_t total = 0;
    std::size_t resident = 0;
    std::ifstream("/proc/self/statm") >> total >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

TEST(Heap, GivesBackWhatIsFreeAlsoBelowWhatIsNot) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer brings its own heap";
#endif
    constexpr std::size_t kBlocks = 8192;
    constexpr std::size_t kSize = 4096;
    std::vector<std::unique_ptr<char[]>> blocks;
    for (std::size_t i = 0; i < kBlocks; ++i) blocks.push_back(std::make_unique<char[]>(kSize));
    const auto last = std::make_unique<char[]>(64);
    blocks.clear();
    const auto before = resident_octets();
    give_back_free_memory();
    EXPECT_LT(resident_octets() + kBlocks * kSize / 2, before);
}

// The libraries go on working, this test's own code among them.
TEST(Heap, LetsGoOfCodeAndTakesBackWhatIsUsed) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "a sanitizer's own code is most of it";
#endif
    const auto before = resident_octets();
    let_go_of_code();
    EXPECT_LT(resident_octets(), before);
}

}  // namespace
}  // namespace busbar
