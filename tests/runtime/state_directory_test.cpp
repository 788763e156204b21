// SPDX-License-Identifier: Apache-2.0
// StateDirectory: one runtime at a time, and what outlives it.
#include "state_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "support/temporary_directory.hpp"

namespace busbar {
namespace {

namespace fs = std::filesystem;

TEST(StateDirectory, IsMadeWithItsFolders) {
    const testing::TemporaryDirectory temporary;
    const auto directory = StateDirectory::open(temporary.path() / "a" / "state");
    ASSERT_TRUE(directory) << directory.error().message;
    EXPECT_TRUE(fs::is_directory(directory->run()));
    EXPECT_TRUE(fs::is_directory(directory->plugins()));
    const auto others = fs::status(directory->path()).permissions() & fs::perms::others_all;
    EXPECT_EQ(others, fs::perms::others_exec);  // may pass through, not look into it
}

TEST(StateDirectory, IsForOneRuntimeAtATime) {
    const testing::TemporaryDirectory temporary;
    {
        const auto first = StateDirectory::open(temporary.path());
        ASSERT_TRUE(first);
        const auto second = StateDirectory::open(temporary.path());
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().code, ErrorCode::FailedPrecondition);
    }
    EXPECT_TRUE(StateDirectory::open(temporary.path()));
}

TEST(StateDirectory, ForgetsWhatWasOfTheLastRunAndNothingElse) {
    const testing::TemporaryDirectory temporary;
    fs::create_directories(temporary.path() / "run");
    fs::create_directories(temporary.path() / "plugins" / "knx");
    std::ofstream(temporary.file("run/old")) << "socket";
    std::ofstream(temporary.file("plugins/knx/kept")) << "settings";
    const auto directory = StateDirectory::open(temporary.path());
    ASSERT_TRUE(directory);
    EXPECT_FALSE(fs::exists(directory->run() / "old"));
    EXPECT_TRUE(fs::exists(directory->plugins() / "knx" / "kept"));
}

TEST(StateDirectory, FailsWithASentenceWhereItCannotBe) {
    const testing::TemporaryDirectory temporary;
    std::ofstream(temporary.file("file")) << "no folder";
    const auto directory = StateDirectory::open(temporary.path() / "file" / "state");
    ASSERT_FALSE(directory);
    EXPECT_NE(directory.error().message.find("cannot make"), std::string::npos);
}

}  // namespace
}  // namespace busbar
