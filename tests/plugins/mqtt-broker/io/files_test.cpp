// SPDX-License-Identifier: Apache-2.0
// Files that are either the old or the new one.
#include "mqtt-broker/io/files.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "support/temporary_directory.hpp"

namespace mqtt_broker {
namespace {

namespace fs = std::filesystem;

class DirectoryTest : public ::testing::Test {
 protected:
    std::string read(const std::string& name) const {
        std::ifstream file(path + "/" + name);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    static bool closed_to_others(const std::string& file) {
        return (fs::status(file).permissions() & fs::perms(0077)) == fs::perms::none;
    }

    busbar::testing::TemporaryDirectory parent;
    std::string path = parent.file("broker");
};

TEST_F(DirectoryTest, WritesAndReplacesFilesThatOnlyTheirOwnerReads) {
    const auto directory = Directory::open(path, {});
    ASSERT_TRUE(directory) << directory.error().message;
    ASSERT_TRUE(directory->write("passwd", "one"));
    ASSERT_TRUE(directory->write("passwd", "two"));
    EXPECT_EQ(read("passwd"), "two");
    EXPECT_TRUE(closed_to_others(path));
    EXPECT_TRUE(closed_to_others(path + "/passwd"));
    EXPECT_FALSE(fs::exists(path + "/passwd.new"));
}

TEST_F(DirectoryTest, ClosesADirectoryThatWasOpenToOthers) {
    fs::create_directory(path);
    fs::permissions(path, fs::perms(0755));
    ASSERT_TRUE(Directory::open(path, {}));
    EXPECT_TRUE(closed_to_others(path));
}

TEST_F(DirectoryTest, DoesNotFollowALinkThatSomebodyLeft) {
    const auto directory = Directory::open(path, {});
    ASSERT_TRUE(directory);
    std::ofstream(parent.file("victim")) << "untouched";
    fs::create_symlink(parent.file("victim"), path + "/acl.new");
    fs::create_symlink(parent.file("victim"), path + "/acl");
    ASSERT_TRUE(directory->write("acl", "ours"));
    EXPECT_EQ(read("../victim"), "untouched");
    EXPECT_EQ(read("acl"), "ours");
}

TEST_F(DirectoryTest, GoesOnWhereAWriteWasCutShort) {
    const auto directory = Directory::open(path, {});
    ASSERT_TRUE(directory);
    ASSERT_TRUE(directory->write("acl", "old"));
    std::ofstream(path + "/acl.new") << "hal";
    EXPECT_EQ(read("acl"), "old");
    ASSERT_TRUE(directory->write("acl", "new"));
    EXPECT_EQ(read("acl"), "new");
}

TEST_F(DirectoryTest, RenamesOverWhatWasThereAndSaysWhenThereIsNothing) {
    const auto directory = Directory::open(path, {});
    ASSERT_TRUE(directory);
    ASSERT_TRUE(directory->write("db", "two"));
    ASSERT_TRUE(directory->write("db.old", "one"));
    ASSERT_TRUE(directory->rename("db", "db.old"));
    EXPECT_EQ(read("db.old"), "two");
    const auto missing = directory->rename("db", "db.old");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, busbar::ErrorCode::NotFound);
    directory->remove("db");
}

TEST_F(DirectoryTest, IsNotMadeWhereItsParentIsMissing) {
    EXPECT_FALSE(Directory::open(path + "/missing/child", {}));
}

TEST_F(DirectoryTest, ReadsWhatItWrote) {
    const auto directory = Directory::open(path, std::nullopt);
    ASSERT_TRUE(directory);
    const std::string content(10'000, 'x');
    ASSERT_TRUE(directory->write("file", content));
    EXPECT_EQ(directory->read("file"), content);
    EXPECT_EQ(directory->read("nothing").error().code, busbar::ErrorCode::NotFound);
}

}  // namespace
}  // namespace mqtt_broker
