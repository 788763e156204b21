// SPDX-License-Identifier: Apache-2.0
// Rows on disk: what comes back, what is refused, what survives.
#include "config/store.hpp"

#include <SQLiteCpp/Database.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <ctime>
#include <fstream>

#include "support/temporary_directory.hpp"

namespace busbar {
namespace {

using ::testing::HasSubstr;

class StoreTest : public ::testing::Test {
 protected:
    [[nodiscard]] std::filesystem::path path() const { return directory_.path() / "config.db"; }
    std::unique_ptr<Store> open() const {
        auto store = Store::open(path());
        if (!store) ADD_FAILURE() << store.error().message;
        return store ? std::move(*store) : nullptr;
    }
    [[nodiscard]] Error refusal() const {
        const auto store = Store::open(path());
        EXPECT_FALSE(store);
        return store ? Error{} : store.error();
    }

    testing::TemporaryDirectory directory_;
};

StoreBatch one_item(const std::string& id, StoredItem item) {
    StoreBatch batch;
    batch.items.emplace_back(ItemKey{"knx", "objects", id}, std::move(item));
    return batch;
}

TEST_F(StoreTest, GivesBackWhatWasWritten) {
    auto store = open();
    StoreBatch batch;
    const std::string octets("\0\xff sealed", 9);
    batch.items = {
        {{"knx", "objects", "b"}, StoredItem{octets, 5, "older", 4, true}},
        {{"knx", "objects", "a"}, StoredItem{std::nullopt, 6, "still applied", 2, false}},
        {{"knx", "interfaces", "main"}, StoredItem{"", 1, std::nullopt, 1, false}},
    };
    batch.objects = {{"lamp", StoredObject{octets, 3}}};
    batch.meta = {{"revision", "6"}};
    ASSERT_TRUE(store->write(batch));
    store.reset();
    const auto contents = open()->load();
    ASSERT_TRUE(contents);
    ASSERT_EQ(contents->items.size(), 3U);
    EXPECT_EQ(contents->items[0].first, (ItemKey{"knx", "interfaces", "main"}));
    EXPECT_EQ(contents->items[0].second.settings, "");
    EXPECT_EQ(contents->items[1].second.settings, std::nullopt);
    EXPECT_EQ(contents->items[1].second.applied_settings, "still applied");
    EXPECT_EQ(contents->items[2].second.settings, octets);
    EXPECT_EQ(contents->items[2].second.revision, 5U);
    EXPECT_EQ(contents->items[2].second.applied_revision, 4U);
    EXPECT_TRUE(contents->items[2].second.started);
    ASSERT_EQ(contents->objects.size(), 1U);
    EXPECT_EQ(contents->objects[0].second.record, octets);
    EXPECT_EQ(contents->meta.at("revision"), "6");
}

TEST_F(StoreTest, ReplacesAndDeletesRows) {
    const auto store = open();
    ASSERT_TRUE(store->write(one_item("a", {"1", 1, std::nullopt, 1, false})));
    ASSERT_TRUE(store->write(one_item("a", {"2", 2, std::nullopt, 2, false})));
    EXPECT_EQ(store->load()->items.at(0).second.settings, "2");
    StoreBatch batch;
    batch.items.emplace_back(ItemKey{"knx", "objects", "a"}, std::nullopt);
    batch.objects.emplace_back("lamp", std::nullopt);
    ASSERT_TRUE(store->write(batch));
    EXPECT_TRUE(store->load()->items.empty());
}

TEST_F(StoreTest, KeepsStates) {
    auto store = open();
    ASSERT_TRUE(store->save_states({{"lamp", "on"}, {"blind", "down"}}));
    ASSERT_TRUE(store->save_states({{"lamp", "off"}, {"blind", std::nullopt}}));
    store.reset();
    EXPECT_EQ(open()->load_states().value(), (std::map<std::string, std::string>{{"lamp", "off"}}));
}

TEST(StoredItemTest, IsAppliedAsSavedAsItWasOrNotAtAll) {
    EXPECT_EQ((StoredItem{"new", 5, std::nullopt, 0, false}).applied(), nullptr);
    EXPECT_EQ(*(StoredItem{"new", 5, std::nullopt, 5, false}).applied(), "new");
    EXPECT_EQ(*(StoredItem{"new", 5, "old", 4, false}).applied(), "old");
    EXPECT_EQ(*(StoredItem{std::nullopt, 5, "old", 4, false}).applied(), "old");
}

TEST_F(StoreTest, MakesAFileForItsOwnEyes) {
    const auto store = open();
    for (const char* name : {"config.db", "config.db-wal"}) {
        struct stat about {};
        ASSERT_EQ(::stat((directory_.path() / name).c_str(), &about), 0) << name;
        EXPECT_EQ(about.st_mode & 0777U, 0600U) << name;
    }
}

TEST_F(StoreTest, IsNotSharedWithASecondRuntime) {
    const auto store = open();
    const auto error = refusal();
    EXPECT_EQ(error.code, ErrorCode::Unavailable);
    EXPECT_THAT(error.message, HasSubstr("in use by another busbard"));
}

TEST_F(StoreTest, RefusesADamagedFileAndLeavesItAsItIs) {
    const std::string rubbish(10'000, 'x');
    std::ofstream(path()) << rubbish;
    const auto error = refusal();
    EXPECT_EQ(error.code, ErrorCode::FailedPrecondition);
    EXPECT_THAT(error.message, HasSubstr(path().string() + " is damaged"));
    EXPECT_THAT(error.message, HasSubstr("restore a backup"));
    std::ifstream file(path());
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), rubbish);
}

TEST_F(StoreTest, FindsDamageBehindASoundBeginning) {
    {
        const auto store = open();
        for (int i = 0; i < 100; ++i) {
            ASSERT_TRUE(store->write(
                one_item(std::to_string(i), {std::string(500, 's'), 1, std::nullopt, 1, false})));
        }
    }
    {
        std::fstream file(path(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(5 * 4096);
        file << std::string(4 * 4096, 'x');
    }
    EXPECT_THAT(refusal().message, HasSubstr("is damaged"));
}

// What a disk, a copy tool or a power cut does to a file. Each is refused and left as it is.
struct Damage {
    const char* name;
    void (*make)(const std::string& path, std::uintmax_t size);
};

void write_at(const std::string& path, std::uintmax_t offset, const std::string& octets) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(offset));
    file << octets;
}

class StoreDamage : public StoreTest, public ::testing::WithParamInterface<Damage> {};

std::string octets_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST_P(StoreDamage, IsRefusedWithAWordOnWhatToDoAndLeftAsItIs) {
    {
        StoreBatch batch;
        for (int i = 0; i < 200; ++i) {
            batch.items.emplace_back(ItemKey{"knx", "objects", std::to_string(i)},
                                     StoredItem{std::string(500, 's'), 1, std::nullopt, 1, false});
        }
        ASSERT_TRUE(open()->write(batch));
    }
    ASSERT_FALSE(std::filesystem::exists(path().string() + "-wal"));  // all is in the file
    GetParam().make(path(), std::filesystem::file_size(path()));
    const auto damaged = octets_of(path());
    const auto error = refusal();
    EXPECT_EQ(error.code, ErrorCode::FailedPrecondition);
    EXPECT_THAT(error.message, HasSubstr(path().string() + " is damaged"));
    EXPECT_THAT(error.message, HasSubstr("restore a backup"));
    EXPECT_EQ(octets_of(path()), damaged);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, StoreDamage,
    ::testing::Values(
        Damage{"header", [](const std::string& path,
                            std::uintmax_t) { write_at(path, 0, std::string(100, '\xa5')); }},
        Damage{"first_table",
               [](const std::string& path, std::uintmax_t) {
                   write_at(path, 100, std::string(200, '\xa5'));
               }},
        Damage{"middle",
               [](const std::string& path, std::uintmax_t size) {
                   write_at(path, size / 2 / 4096 * 4096, std::string(64, '\xa5'));
               }},
        Damage{"half", [](const std::string& path,
                          std::uintmax_t size) { std::filesystem::resize_file(path, size / 2); }},
        Damage{"last_page_gone",
               [](const std::string& path, std::uintmax_t size) {
                   std::filesystem::resize_file(path, size - 4096);
               }},
        Damage{"a_few_octets", [](const std::string& path,
                                  std::uintmax_t) { std::filesystem::resize_file(path, 50); }}),
    [](const auto& row) { return std::string(row.param.name); });

// The tables as version 1 had them, in words that never change again.
TEST_F(StoreTest, OpensADatabaseOfVersionOne) {
    {
        SQLite::Database database(path().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        database.exec(R"(
            PRAGMA application_id = 1114993506;
            PRAGMA user_version = 1;
            CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
            CREATE TABLE objects (id TEXT PRIMARY KEY, record BLOB NOT NULL,
                                  revision INTEGER NOT NULL) WITHOUT ROWID;
            CREATE TABLE items (plugin TEXT NOT NULL, collection TEXT NOT NULL, id TEXT NOT NULL,
                                settings BLOB, revision INTEGER NOT NULL, applied_settings BLOB,
                                applied_revision INTEGER NOT NULL, started INTEGER NOT NULL,
                                PRIMARY KEY (plugin, collection, id)) WITHOUT ROWID;
            CREATE TABLE states (id TEXT PRIMARY KEY, state BLOB NOT NULL) WITHOUT ROWID;
            INSERT INTO meta VALUES ('revision', '7');
            INSERT INTO objects VALUES ('lamp', X'0A04', 3);
            INSERT INTO items VALUES ('knx', 'objects', 'lamp', X'01', 7, X'02', 5, 1);
            INSERT INTO states VALUES ('lamp', X'03');
        )");
    }
    const auto store = open();
    const auto contents = store->load();
    ASSERT_TRUE(contents);
    EXPECT_EQ(contents->meta.at("revision"), "7");
    EXPECT_EQ(contents->objects.at(0).second.record, "\x0a\x04");
    const auto& item = contents->items.at(0).second;
    EXPECT_EQ(item.settings, "\x01");
    EXPECT_EQ(item.applied_settings, "\x02");
    EXPECT_EQ(item.applied_revision, 5U);
    EXPECT_TRUE(item.started);
    EXPECT_EQ(store->load_states()->at("lamp"), "\x03");
}

TEST_F(StoreTest, RefusesANewerDatabaseByName) {
    open().reset();
    {
        SQLite::Database database(path().string(), SQLite::OPEN_READWRITE);
        database.exec("PRAGMA user_version = 99");
    }
    const auto error = refusal();
    EXPECT_EQ(error.code, ErrorCode::FailedPrecondition);
    EXPECT_THAT(error.message, HasSubstr(path().string()));
    EXPECT_THAT(error.message, HasSubstr("newer Busbar"));
}

TEST_F(StoreTest, RefusesADirectoryThatIsNotThere) {
    const auto store = Store::open(directory_.path() / "nowhere" / "config.db");
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, ErrorCode::Unavailable);
}

// A file size limit stands in for a full disk: SQLite sees a write that does not fit.
TEST_F(StoreTest, SurvivesAFullDiskWithTheLastGoodState) {
    const auto store = open();
    ASSERT_TRUE(store->write(one_item("a", {"good", 1, std::nullopt, 1, false})));
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto ignore = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{200'000, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto status =
        store->write(one_item("a", {std::string(1'000'000, 'x'), 2, std::nullopt, 2, false}));
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, ignore);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, ErrorCode::Unavailable);
    EXPECT_EQ(store->load()->items.at(0).second.settings, "good");
    EXPECT_TRUE(store->write(one_item("a", {"better", 3, std::nullopt, 3, false})));
    EXPECT_EQ(store->load()->items.at(0).second.settings, "better");
}

// The child writes transactions of two rows and tells each once it is acknowledged, until it is
// killed wherever it is. What it told last is there, and rows of one transaction are together.
TEST_F(StoreTest, HasEveryAcknowledgedTransactionAfterAKill) {
    for (int round = 1; round <= 5; ++round) {
        int pipe[2];
        ASSERT_EQ(::pipe(pipe), 0);
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            const auto store = Store::open(path());
            if (!store) ::_exit(1);
            for (std::uint64_t i = 1;; ++i) {
                auto batch = one_item("a", {"x", i, std::nullopt, i, false});
                batch.meta = {{"revision", std::to_string(i)}};
                if (!(*store)->write(batch)) ::_exit(1);
                if (::write(pipe[1], &i, sizeof i) != sizeof i) ::_exit(1);
            }
        }
        ::close(pipe[1]);
        std::uint64_t acknowledged = 0;
        for (int i = 0; i < 10 * round; ++i) {
            ASSERT_EQ(::read(pipe[0], &acknowledged, sizeof acknowledged),
                      ssize_t{sizeof acknowledged});
        }
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        while (::read(pipe[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) {
        }
        ::close(pipe[0]);
        const auto contents = open()->load();
        ASSERT_TRUE(contents);
        ASSERT_EQ(contents->items.size(), 1U);
        EXPECT_GE(contents->items[0].second.revision, acknowledged);
        EXPECT_EQ(std::to_string(contents->items[0].second.revision),
                  contents->meta.at("revision"));
    }
}

TEST_F(StoreTest, LoadsTwentyThousandItemsInNoTime) {
    auto store = open();
    StoreBatch batch;
    for (int i = 0; i < 20'000; ++i) {
        batch.items.emplace_back(ItemKey{"knx", "objects", "object-" + std::to_string(i)},
                                 StoredItem{std::string(100, 's'), 1, std::nullopt, 1, false});
    }
    ASSERT_TRUE(store->write(batch));
    store.reset();
    const auto begin = std::clock();
    EXPECT_EQ(open()->load()->items.size(), 20'000U);
    const auto took = 1000 * (std::clock() - begin) / CLOCKS_PER_SEC;
    RecordProperty("milliseconds", std::to_string(took));
    EXPECT_LT(took, 2'000);  // loose, see schema_test.cpp
}

}  // namespace
}  // namespace busbar
