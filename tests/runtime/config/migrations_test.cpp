// SPDX-License-Identifier: Apache-2.0
// Versions of the database.
#include "config/migrations.hpp"

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace busbar
