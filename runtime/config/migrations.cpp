// SPDX-License-Identifier: Apache-2.0
// One step a version. A step that was released is never changed, only followed.
#include "config/migrations.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Transaction.h>

#include <array>
#include <string>

namespace busbar {
namespace {

constexpr int kApplicationId = 0x42757362;  // "Busb", so that another program's file is not taken

constexpr std::array kSteps{
    // 1: the beginning. settings is NULL where an item is removed but still applied;
    // applied_settings is NULL where it equals settings or nothing was applied (see StoredItem).
    R"(
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE objects (
        id TEXT PRIMARY KEY, record BLOB NOT NULL, revision INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE items (
        plugin TEXT NOT NULL, collection TEXT NOT NULL, id TEXT NOT NULL,
        settings BLOB, revision INTEGER NOT NULL,
        applied_settings BLOB, applied_revision INTEGER NOT NULL,
        started INTEGER NOT NULL,
        PRIMARY KEY (plugin, collection, id)) WITHOUT ROWID;
    CREATE TABLE states (id TEXT PRIMARY KEY, state BLOB NOT NULL) WITHOUT ROWID;
    )",
};

int pragma(SQLite::Database& database, const char* name) {
    return database.execAndGet(std::string("PRAGMA ") + name).getInt();
}

}  // namespace

Status migrate(SQLite::Database& database) {
    const int version = pragma(database, "user_version");
    const int application = pragma(database, "application_id");
    const bool fresh =
        version == 0 && database.execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0;
    if (!fresh && application != kApplicationId) {
        return fail(ErrorCode::FailedPrecondition,
                    database.getFilename() + " is not a Busbar database: move it away");
    }
    if (version > static_cast<int>(kSteps.size())) {
        return fail(ErrorCode::FailedPrecondition,
                    database.getFilename() + " was written by a newer Busbar (its version is " +
                        std::to_string(version) + ", this one knows up to " +
                        std::to_string(kSteps.size()) +
                        "): install that one again, or restore a backup made before it");
    }
    for (auto step = static_cast<std::size_t>(version); step < kSteps.size(); ++step) {
        SQLite::Transaction transaction(database);
        database.exec(kSteps.at(step));
        database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
        database.exec("PRAGMA user_version = " + std::to_string(step + 1));
        transaction.commit();
    }
    return {};
}

}  // namespace busbar
