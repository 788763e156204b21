// SPDX-License-Identifier: Apache-2.0
// One step a version. A step that was released is never changed, only followed.
#include "config/migrations.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
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

// The way back to the older Busbar. On the disk before anything is changed.
Status keep_copy(SQLite::Database& database, int version) {
    const auto copy = database.getFilename() + ".version-" + std::to_string(version);
    // Empty, even if an earlier attempt was interrupted: SQLite fills no other file.
    const int fd = ::open(copy.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool kept = fd >= 0;
    if (kept) {
        SQLite::Statement vacuum(database, "VACUUM INTO ?");
        vacuum.bind(1, copy);
        const int result = vacuum.tryExecuteStep();
        kept = result == SQLITE_DONE && ::fsync(fd) == 0;
        ::close(fd);
        if (result != SQLITE_DONE) {
            (void)::unlink(copy.c_str());
            throw SQLite::Exception(database.getHandle(), result);
        }
    }
    if (kept) return {};
    return fail(ErrorCode::Unavailable, "cannot write " + copy + ", the copy that is kept before " +
                                            database.getFilename() +
                                            " is brought up to date: " + std::strerror(errno));
}

}  // namespace

MigrationSteps all_migrations() { return kSteps; }

Status migrate(SQLite::Database& database, MigrationSteps steps) {
    const int version = pragma(database, "user_version");
    const int application = pragma(database, "application_id");
    const bool fresh =
        version == 0 && database.execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0;
    if (!fresh && application != kApplicationId) {
        return fail(ErrorCode::FailedPrecondition,
                    database.getFilename() + " is not a Busbar database: move it away");
    }
    const auto newest = static_cast<int>(steps.size());
    if (version > newest) {
        return fail(ErrorCode::FailedPrecondition,
                    database.getFilename() + " was written by a newer Busbar (its version is " +
                        std::to_string(version) + ", this one knows up to " +
                        std::to_string(newest) +
                        "): install that one again, or restore a backup made before it");
    }
    if (!fresh && version < newest) BUSBAR_CHECK(keep_copy(database, version));
    for (auto step = static_cast<std::size_t>(version); step < steps.size(); ++step) {
        SQLite::Transaction transaction(database);
        database.exec(steps[step]);
        database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
        database.exec("PRAGMA user_version = " + std::to_string(step + 1));
        transaction.commit();
    }
    return {};
}

}  // namespace busbar
