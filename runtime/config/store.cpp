// SPDX-License-Identifier: Apache-2.0
// Store on SQLite. Its exceptions end here.
#include "config/store.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "config/migrations.hpp"

namespace busbar {

// The open file and the statements that write, prepared once.
struct Store::Connection {
    explicit Connection(const std::filesystem::path& file)
        : database(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE) {}

    SQLite::Database database;
    std::map<const char*, SQLite::Statement> statements;  // by the address of their text

    SQLite::Statement& statement(const char* text);
};

namespace {

constexpr std::uint64_t kFrameSize = 4096 + 24;  // of a page in the log

constexpr char kPutItem[] = "INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
constexpr char kDeleteItem[] = "DELETE FROM items WHERE plugin = ? AND collection = ? AND id = ?";
constexpr char kPutObject[] = "INSERT OR REPLACE INTO objects VALUES (?, ?, ?)";
constexpr char kDeleteObject[] = "DELETE FROM objects WHERE id = ?";
constexpr char kPutMeta[] = "INSERT OR REPLACE INTO meta VALUES (?, ?)";
constexpr char kPutState[] = "INSERT OR REPLACE INTO states VALUES (?, ?)";
constexpr char kDeleteState[] = "DELETE FROM states WHERE id = ?";

Error as_error(const SQLite::Exception& exception, const std::string& file) {
    switch (exception.getErrorCode()) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {
                ErrorCode::Unavailable, file + " is in use by another busbard: stop that one", {}};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {ErrorCode::FailedPrecondition,
                    file + " is damaged (" + exception.what() +
                        "): move it away and restore a backup; it was left as it is",
                    {}};
        case SQLITE_FULL:
            return {ErrorCode::Unavailable,
                    "the disk is full: make room on it and try again; " + file + " is as it was",
                    {}};
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_CANTOPEN:
        case SQLITE_IOERR:
            return {ErrorCode::Unavailable,
                    "cannot use " + file + " (" + exception.what() +
                        "): see that its disk is sound and writable; it is as it was",
                    {}};
        default:
            return {ErrorCode::Internal, file + ": " + exception.what(), {}};
    }
}

// Runs `work`, which returns a Result, and turns SQLite's exceptions into its error.
template <class Work>
auto guarded(const std::string& file, Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const SQLite::Exception& exception) {
        return tl::unexpected(as_error(exception, file));
    }
}

void bind(SQLite::Statement& statement, int index, const std::string& text) {
    statement.bindNoCopy(index, text);
}

void bind_blob(SQLite::Statement& statement, int index, const std::optional<std::string>& blob) {
    if (!blob) return statement.bind(index);
    statement.bindNoCopy(index, blob->data(), static_cast<int>(blob->size()));
}

void bind(SQLite::Statement& statement, int index, std::uint64_t number) {
    statement.bind(index, static_cast<std::int64_t>(number));
}

std::uint64_t number(const SQLite::Column& column) {
    return static_cast<std::uint64_t>(column.getInt64());
}

std::optional<std::string> blob(const SQLite::Column& column) {
    if (column.isNull()) return std::nullopt;
    return column.getString();
}

void put(SQLite::Statement& statement, const ItemKey& key, const StoredItem& item) {
    bind(statement, 1, key.plugin);
    bind(statement, 2, key.collection);
    bind(statement, 3, key.id);
    bind_blob(statement, 4, item.settings);
    bind(statement, 5, item.revision);
    bind_blob(statement, 6, item.applied_settings);
    bind(statement, 7, item.applied_revision);
    statement.bind(8, int{item.started});
    statement.exec();
}

void remove(SQLite::Statement& statement, const ItemKey& key) {
    bind(statement, 1, key.plugin);
    bind(statement, 2, key.collection);
    bind(statement, 3, key.id);
    statement.exec();
}

// Since it was asked last.
std::uint64_t pages_written(const SQLite::Database& database) {
    int pages = 0;
    int ignored = 0;
    sqlite3_db_status(database.getHandle(), SQLITE_DBSTATUS_CACHE_WRITE, &pages, &ignored, 1);
    return static_cast<std::uint64_t>(pages);
}

// Not readable for others from the first moment on: the database holds the plan of a house.
void make_private(const std::filesystem::path& file) {
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd >= 0) ::close(fd);
}

}  // namespace

const std::string* StoredItem::applied() const {
    if (applied_revision == 0) return nullptr;
    const auto& from = applied_revision == revision ? settings : applied_settings;
    return from ? &*from : nullptr;
}

SQLite::Statement& Store::Connection::statement(const char* text) {
    auto found = statements.find(text);
    if (found == statements.end()) {
        found = statements
                    .emplace(std::piecewise_construct, std::forward_as_tuple(text),
                             std::forward_as_tuple(database, text))
                    .first;
    }
    // Reset here and not after use: an exception may have left it half way.
    found->second.tryReset();
    return found->second;
}

Store::Store(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& file) {
    return guarded(file.string(), [&]() -> Result<std::unique_ptr<Store>> {
        make_private(file);
        auto connection = std::make_unique<Connection>(file);
        auto& database = connection->database;
        database.exec("PRAGMA locking_mode = EXCLUSIVE");
        // All is read once, at the start; a change later touches a few pages.
        database.exec("PRAGMA cache_size = -64");  // KiB
        const std::string verdict = database.execAndGet("PRAGMA quick_check(1)").getString();
        if (verdict != "ok") throw SQLite::Exception(verdict, SQLITE_CORRUPT);
        BUSBAR_CHECK(migrate(database));
        database.exec("PRAGMA journal_mode = WAL");
        database.exec("PRAGMA synchronous = FULL");
        // Takes the lock now, and tells a read-only disk at the start instead of at the first
        // change.
        database.exec("BEGIN IMMEDIATE; PRAGMA user_version; COMMIT");
        return std::unique_ptr<Store>(new Store(std::move(connection)));
    });
}

Result<StoreContents> Store::load() {
    auto& database = connection_->database;
    return guarded(database.getFilename(), [&]() -> Result<StoreContents> {
        StoreContents contents;
        SQLite::Statement items(database, "SELECT * FROM items ORDER BY plugin, collection, id");
        while (items.executeStep()) {
            contents.items.emplace_back(
                ItemKey{items.getColumn(0), items.getColumn(1), items.getColumn(2)},
                StoredItem{blob(items.getColumn(3)), number(items.getColumn(4)),
                           blob(items.getColumn(5)), number(items.getColumn(6)),
                           items.getColumn(7).getInt() != 0});
        }
        SQLite::Statement objects(database, "SELECT * FROM objects ORDER BY id");
        while (objects.executeStep()) {
            contents.objects.emplace_back(
                objects.getColumn(0).getString(),
                StoredObject{objects.getColumn(1).getString(), number(objects.getColumn(2))});
        }
        SQLite::Statement meta(database, "SELECT key, value FROM meta");
        while (meta.executeStep()) {
            contents.meta.emplace(meta.getColumn(0).getString(), meta.getColumn(1).getString());
        }
        return contents;
    });
}

Status Store::write(const StoreBatch& batch) {
    auto& connection = *connection_;
    return guarded(connection.database.getFilename(), [&]() -> Status {
        SQLite::Transaction transaction(connection.database);
        for (const auto& [key, item] : batch.items) {
            if (item) {
                put(connection.statement(kPutItem), key, *item);
            } else {
                remove(connection.statement(kDeleteItem), key);
            }
        }
        for (const auto& [id, object] : batch.objects) {
            auto& statement = connection.statement(object ? kPutObject : kDeleteObject);
            bind(statement, 1, id);
            if (object) {
                statement.bindNoCopy(2, object->record.data(),
                                     static_cast<int>(object->record.size()));
                bind(statement, 3, object->revision);
            }
            statement.exec();
        }
        for (const auto& [key, value] : batch.meta) {
            auto& statement = connection.statement(kPutMeta);
            bind(statement, 1, key);
            bind(statement, 2, value);
            statement.exec();
        }
        transaction.commit();
        return {};
    });
}

Result<std::map<std::string, std::string>> Store::load_states() {
    auto& database = connection_->database;
    return guarded(database.getFilename(), [&]() -> Result<std::map<std::string, std::string>> {
        std::map<std::string, std::string> states;
        SQLite::Statement statement(database, "SELECT id, state FROM states");
        while (statement.executeStep()) {
            states.emplace(statement.getColumn(0).getString(), statement.getColumn(1).getString());
        }
        return states;
    });
}

Result<std::uint64_t> Store::save_states(const StateBatch& batch) {
    auto& connection = *connection_;
    return guarded(connection.database.getFilename(), [&]() -> Result<std::uint64_t> {
        (void)pages_written(connection.database);
        // States come often and are worth less than settings: no fsync for them.
        connection.database.exec("PRAGMA synchronous = NORMAL");
        const auto full = [](SQLite::Database* database) {
            (void)database->tryExec("PRAGMA synchronous = FULL");
        };
        const std::unique_ptr<SQLite::Database, decltype(full)> restore(&connection.database, full);
        SQLite::Transaction transaction(connection.database);
        for (const auto& [id, state] : batch) {
            auto& statement = connection.statement(state ? kPutState : kDeleteState);
            bind(statement, 1, id);
            if (state) bind_blob(statement, 2, state);
            statement.exec();
        }
        transaction.commit();
        return pages_written(connection.database) * kFrameSize;
    });
}

}  // namespace busbar
