// SPDX-License-Identifier: Apache-2.0
// Versions of the database.
#include "config/migrations.hpp"

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>

#include "support/temporary_directory.hpp"
#include "support/traced_child.hpp"

namespace busbar {
namespace {

using ::testing::HasSubstr;

SQLite::Database memory() {
    return SQLite::Database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
}

TEST(Migrations, MakeAnEmptyDatabaseTheNewestAndLeaveThatAlone) {
    auto database = memory();
    ASSERT_TRUE(migrate(database));
    EXPECT_EQ(database.execAndGet("PRAGMA user_version").getInt(), 1);
    EXPECT_TRUE(database.tableExists("items"));
    database.exec("INSERT INTO meta VALUES ('a', 'b')");
    ASSERT_TRUE(migrate(database));
    EXPECT_EQ(database.execAndGet("SELECT count(*) FROM meta").getInt(), 1);
}

TEST(Migrations, RefuseANewerDatabase) {
    auto database = memory();
    ASSERT_TRUE(migrate(database));
    database.exec("PRAGMA user_version = 99");
    const auto status = migrate(database);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, ErrorCode::FailedPrecondition);
    EXPECT_THAT(status.error().message, HasSubstr("newer Busbar"));
    EXPECT_EQ(database.execAndGet("PRAGMA user_version").getInt(), 99);
}

TEST(Migrations, RefuseAnotherProgramsDatabase) {
    auto database = memory();
    database.exec("CREATE TABLE songs (name TEXT)");
    const auto status = migrate(database);
    ASSERT_FALSE(status);
    EXPECT_THAT(status.error().message, HasSubstr("not a Busbar database"));
    EXPECT_FALSE(database.tableExists("items"));
}

// A database of two versions ago, and the steps since then.
class OldDatabase : public ::testing::Test {
 protected:
    static constexpr std::array kSteps{
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
        "ALTER TABLE meta ADD COLUMN note TEXT",
        "CREATE TABLE rooms (id TEXT PRIMARY KEY) WITHOUT ROWID",
    };
    OldDatabase() {
        auto database = open();
        EXPECT_TRUE(migrate(database, MigrationSteps(kSteps).first(1)));
        database.exec("PRAGMA journal_mode = WAL; INSERT INTO meta VALUES ('name', 'Home')");
    }
    [[nodiscard]] SQLite::Database open() const { return open(file_); }
    [[nodiscard]] static SQLite::Database open(const std::string& file) {
        return SQLite::Database(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    }
    [[nodiscard]] static int version(SQLite::Database& database) {
        return database.execAndGet("PRAGMA user_version").getInt();
    }

    testing::TemporaryDirectory directory_;
    std::string file_ = directory_.file("config.db");
    std::string copy_ = file_ + ".version-1";
};

TEST_F(OldDatabase, IsBroughtUpToDateAndACopyOfItIsKept) {
    auto database = open();
    ASSERT_TRUE(migrate(database, kSteps));
    EXPECT_EQ(version(database), 3);
    EXPECT_TRUE(database.tableExists("rooms"));
    EXPECT_EQ(database.execAndGet("SELECT value FROM meta").getString(), "Home");
    auto copy = open(copy_);
    EXPECT_EQ(version(copy), 1);
    EXPECT_EQ(copy.execAndGet("PRAGMA application_id").getInt(),
              database.execAndGet("PRAGMA application_id").getInt());
    EXPECT_EQ(copy.execAndGet("SELECT value FROM meta").getString(), "Home");
    struct stat about {};
    ASSERT_EQ(::stat(copy_.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777U, 0600U);
    EXPECT_FALSE(std::filesystem::exists(file_ + ".version-3"));
}

TEST_F(OldDatabase, IsLeftAloneWhereNoCopyCanBeKept) {
    std::filesystem::create_directory(copy_);
    auto database = open();
    const auto status = migrate(database, kSteps);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, ErrorCode::Unavailable);
    EXPECT_THAT(status.error().message, HasSubstr(copy_));
    EXPECT_EQ(version(database), 1);
}

// Whenever the way to the newest version is cut, it goes on from there: the copy is made anew or
// there, and no step is done by half or twice.
TEST_F(OldDatabase, IsBroughtUpToDateAfterAKillAtAnyMoment) {
    bool killed = true;
    for (std::uint64_t stops = 1; killed; stops += 7) {
        const auto life = testing::live_and_die(stops, [this](const auto&) {
            auto database = open();
            if (!migrate(database, kSteps)) ::_exit(1);
        });
        if (!life.error.empty()) GTEST_SKIP() << life.error;
        killed = life.killed;
        EXPECT_EQ(life.code, 0);
    }
    auto database = open();
    EXPECT_EQ(version(database), 3);
    EXPECT_EQ(database.execAndGet("PRAGMA integrity_check").getString(), "ok");
    EXPECT_EQ(database.execAndGet("SELECT value FROM meta").getString(), "Home");
    auto copy = open(copy_);
    EXPECT_EQ(copy.execAndGet("SELECT value FROM meta").getString(), "Home");
}

}  // namespace
}  // namespace busbar
