// SPDX-License-Identifier: Apache-2.0
// busbard on a disk that is full, read-only or damaged, and when it is killed while it is changed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/busbard_process.hpp"
#include "support/small_disk.hpp"

namespace busbar::testing {
namespace {

using Json = BusbardProcess::Json;
using ::testing::HasSubstr;

Json record(const std::string& name) {
    return {{"name", name},
            {"keepAfterRestart", true},
            {"virtual", {{"valueKind", "VALUE_KIND_INTEGER"}}}};
}

class Disk : public ::testing::Test {
 protected:
    void SetUp() override {
        std::filesystem::create_directory(busbard_.state());
        const auto mounted = disk_.mount();
        if (!mounted) GTEST_SKIP() << "no small disk can be mounted: " << mounted.error().message;
        start();
    }
    void start() {
        const auto started = busbard_.start();
        ASSERT_TRUE(started) << started.error().message;
    }
    // What it says instead of starting.
    std::string refusal() {
        const auto started = busbard_.start();
        return started ? "nothing: it started" : started.error().message;
    }
    Result<Json> rename(const std::string& name) {
        return busbard_.post("/project:apply",
                             {{"busbar", 1}, {"objects", {{"counter", record(name)}}}});
    }
    std::string name() { return busbard_.get("/objects/counter").value_or(Json())["name"]; }
    Result<Json> set(int value) {
        return busbard_.put("/objects/counter/state", {{"value", value}});
    }

    BusbardProcess busbard_{{{"busbar", 1}, {"objects", {{"counter", record("One")}}}}};
    SmallDisk disk_{busbard_.state()};
};

TEST_F(Disk, ThatIsFullRefusesChangesAndTheHouseGoesOn) {
    ASSERT_TRUE(rename("Two"));
    ASSERT_TRUE(disk_.fill());
    const auto refused = rename("Three");
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("the disk is full: make room on it"));
    EXPECT_EQ(name(), "Two");
    EXPECT_TRUE(set(7));
    EXPECT_EQ(busbard_.value("counter"), 7);
    busbard_.kill();
    start();  // the disk is still full
    EXPECT_EQ(name(), "Two");
    EXPECT_TRUE(set(8));
    disk_.make_room();
    EXPECT_TRUE(rename("Three"));
    EXPECT_EQ(busbard_.stop(), (Exit{0, 0}));
    start();
    EXPECT_EQ(name(), "Three");
    EXPECT_EQ(busbard_.value("counter"), 8);
}

TEST_F(Disk, ThatIsReadOnlyIsRefusedAtTheStartAndNamed) {
    ASSERT_TRUE(rename("Two"));
    busbard_.kill();
    ASSERT_TRUE(disk_.set_read_only(true));
    const auto sentence = refusal();
    EXPECT_THAT(sentence, HasSubstr(busbard_.state()));
    EXPECT_THAT(sentence, HasSubstr("Read-only file system; see to its disk"));
    ASSERT_TRUE(disk_.set_read_only(false));
    start();
    EXPECT_EQ(name(), "Two");
}

TEST_F(Disk, ThatDamagedTheDatabaseIsNotMadeWorse) {
    ASSERT_TRUE(rename("Two"));
    EXPECT_EQ(busbard_.stop(), (Exit{0, 0}));
    const std::filesystem::path file = std::filesystem::path(busbard_.state()) / "config.db";
    const auto backup = file.string() + ".backup";
    std::filesystem::copy_file(file, backup);
    std::fstream(file, std::ios::in | std::ios::out | std::ios::binary) << "no database at all";
    EXPECT_THAT(refusal(), HasSubstr("is damaged"));
    std::filesystem::rename(backup, file);
    start();
    EXPECT_EQ(name(), "Two");
}

TEST_F(Disk, HasEveryAcknowledgedChangeAfterAKill) {
    for (int life = 1; life <= 3; ++life) {
        const auto last = "Life " + std::to_string(life);
        ASSERT_TRUE(rename("Nearly"));
        ASSERT_TRUE(rename(last));
        busbard_.kill();
        start();
        EXPECT_EQ(name(), last);
    }
}

}  // namespace
}  // namespace busbar::testing
