// SPDX-License-Identifier: Apache-2.0
// Configuration: beginning, restarts, keys, commits that may not be, and plugins that come and go.
#include "config/configuration.hpp"

#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "runtime/config/test_schema.hpp"

namespace busbar {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const Json kHouse{{"name", "House"}, {"login", "LOGIN_NAME"}, {"password", "hush"}};

std::string contents(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

TEST_F(ConfigurationTest, IsTheSameRuntimeAfterARestart) {
    const auto uuid = configuration().runtime_uuid();
    EXPECT_THAT(uuid, ::testing::MatchesRegex("[0-9a-f]{32}"));
    EXPECT_EQ(configuration().revision(), 0U);
    Change name;
    name.kind = Change::Kind::SetProjectName;
    name.value = "Demo";
    change({name, put("connections", "a", kHouse)});
    reopen();
    EXPECT_EQ(configuration().runtime_uuid(), uuid);
    EXPECT_EQ(configuration().project_name(), "Demo");
    EXPECT_EQ(configuration().revision(), 1U);
    EXPECT_EQ(delivered("connections", "a"), kHouse);
}

TEST_F(ConfigurationTest, WritesNoSecretToTheDisk) {
    change({put("connections", "a",
                {{"name", "House"}, {"login", "LOGIN_NAME"}, {"password", "correct-horse"}})});
    configuration_.reset();
    for (const auto& file : std::filesystem::directory_iterator(directory_.path())) {
        EXPECT_THAT(contents(file.path()), Not(HasSubstr("correct-horse"))) << file.path();
    }
    EXPECT_THAT(contents(directory_.path() / "config.db"), HasSubstr("sealed:"));
}

TEST_F(ConfigurationTest, RefusesADraftWithErrorsAndKeepsEverythingAsItWas) {
    const auto draft = configuration().prepare(
        {put("connections", "a", {{"name", "A"}}), put("connections", "b", {{"name", 5}})});
    ASSERT_TRUE(draft);
    const auto committed = configuration().commit(*draft);
    ASSERT_FALSE(committed);
    EXPECT_EQ(committed.error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(committed.error().field, "name");
    EXPECT_THAT(*configuration().items("test", "connections"), IsEmpty());
}

TEST_F(ConfigurationTest, TakesWarningsThatAreConfirmed) {
    const auto draft =
        configuration().prepare({put("users", "u", {{"password", {{"set", true}}}})});
    const auto committed = configuration().commit(*draft);
    ASSERT_FALSE(committed);
    EXPECT_EQ(committed.error().code, ErrorCode::FailedPrecondition);
    EXPECT_TRUE(configuration().commit(*draft, {"secret_missing"}));
    EXPECT_TRUE(configuration().prepare(draft->request)->empty());
}

TEST_F(ConfigurationTest, ListensToThePluginsOwnChecks) {
    auto draft = configuration().prepare({put("connections", "a", {{"name", "A"}})}).value();
    v1::Problem problem;
    problem.set_item_id("a");
    problem.set_code("taken");
    draft.add_problems("test", "connections", {problem});
    EXPECT_FALSE(configuration().commit(draft));
}

TEST_F(ConfigurationTest, ChecksADraftAgainWhenSomethingElseWasCommittedMeanwhile) {
    const auto mine = configuration().prepare({put("connections", "a", {{"name", "House"}})});
    change({put("connections", "b", {{"name", "House"}})});
    const auto committed = configuration().commit(*mine);
    ASSERT_FALSE(committed);
    EXPECT_EQ(committed.error().field, "name");
    const auto other = configuration().prepare({put("connections", "a", {{"name", "Home"}})});
    change({put("connections", "c", {{"name", "Third"}})});
    EXPECT_TRUE(configuration().commit(*other));
}

TEST_F(ConfigurationTest, RefusesADraftWhoseItemWasChangedMeanwhile) {
    change({put("connections", "a", {{"name", "A"}})});
    auto edit = put("connections", "a", {{"name", "B"}});
    edit.expected_revision = 1;
    const auto draft = configuration().prepare({edit});
    change({put("connections", "a", {{"name", "C"}})});
    const auto committed = configuration().commit(*draft);
    ASSERT_FALSE(committed);
    EXPECT_EQ(committed.error().code, ErrorCode::FailedPrecondition);
}

TEST_F(ConfigurationTest, NeverReusesARevision) {
    change({put("connections", "a", {{"name", "A"}})});
    change({remove("connections", "a")});
    change({put("connections", "a", {{"name", "A"}})});
    EXPECT_EQ(configuration().item("test", "connections", "a")->revision, 3U);
    reopen();
    change({put("connections", "b", {{"name", "B"}})});
    EXPECT_EQ(configuration().item("test", "connections", "b")->revision, 4U);
}

TEST_F(ConfigurationTest, KeepsItemsOfAPluginThatIsNotInstalled) {
    change({put("connections", "a", kHouse)});
    configuration_.reset();
    configuration_ = Configuration::open(directory_.path()).value();
    EXPECT_THAT(configuration().missing_plugins(), ElementsAre("test"));
    EXPECT_THAT(configuration().plugins(), IsEmpty());
    Change object;
    object.kind = Change::Kind::PutObject;
    object.id = "lamp";
    change({object});
    reopen();
    EXPECT_THAT(configuration().missing_plugins(), IsEmpty());
    EXPECT_EQ(delivered("connections", "a"), kHouse);
}

TEST_F(ConfigurationTest, ReportsItemsANewVersionOfAPluginDoesNotUnderstand) {
    change({put("connections", "a", {{"name", "A"}}), put("users", "u", {{"name", "anna"}})});
    auto other = Schema::load(descriptors("settings"), "busbar.test.v1.Other");
    EXPECT_FALSE(other);
    configuration_.reset();
    {
        auto store = Store::open(directory_.path() / "config.db").value();
        StoreBatch batch;
        batch.items = {{{"test", "gone", "x"}, StoredItem{"", 1, std::nullopt, 1, false}},
                       {{"test", "users", "v"}, StoredItem{"\xff", 1, std::nullopt, 1, false}}};
        ASSERT_TRUE(store->write(batch));
    }
    configuration_ = Configuration::open(directory_.path()).value();
    const auto problems = configuration().add_schema("test", test_schema());
    EXPECT_THAT(brief(problems), ElementsAre(":unknown_collection", ":unreadable"));
}

TEST_F(ConfigurationTest, RefusesToBeginWithoutTheKeyItsSecretsWereSealedWith) {
    change({put("connections", "a", kHouse)});
    configuration_.reset();
    const auto key = directory_.path() / "secrets.key";
    std::filesystem::rename(key, directory_.path() / "away");
    auto opened = Configuration::open(directory_.path());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::FailedPrecondition);
    EXPECT_THAT(opened.error().message, HasSubstr("is missing"));
    EXPECT_FALSE(std::filesystem::exists(key));
    ASSERT_TRUE(Secrets::create(key));
    opened = Configuration::open(directory_.path());
    ASSERT_FALSE(opened);
    EXPECT_THAT(opened.error().message, HasSubstr("not the one"));
    std::filesystem::rename(directory_.path() / "away", key);
    EXPECT_TRUE(Configuration::open(directory_.path()));
}

TEST_F(ConfigurationTest, DoesNotBeginAnewInADatabaseThatWasEmptied) {
    change({put("connections", "a", kHouse)});
    configuration_.reset();
    const auto file = directory_.path() / "config.db";
    std::filesystem::resize_file(file, 0);
    const auto opened = Configuration::open(directory_.path());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::FailedPrecondition);
    EXPECT_THAT(opened.error().message, HasSubstr("is damaged (it is empty)"));
    std::filesystem::remove(file);
    EXPECT_TRUE(Configuration::open(directory_.path()));
}

TEST_F(ConfigurationTest, RefusesADamagedKeyBesideADatabaseWithSecrets) {
    change({put("connections", "a", kHouse)});
    configuration_.reset();
    const auto key = directory_.path() / "secrets.key";
    auto octets = contents(key);
    octets[7] = static_cast<char>(octets[7] ^ 1);
    std::ofstream(key, std::ios::binary) << octets;
    auto opened = Configuration::open(directory_.path());
    ASSERT_FALSE(opened);
    EXPECT_THAT(opened.error().message, HasSubstr("not the one the stored secrets"));
    std::filesystem::resize_file(key, 20);
    opened = Configuration::open(directory_.path());
    ASSERT_FALSE(opened);
    EXPECT_THAT(opened.error().message, HasSubstr("20 octets instead of 32"));
    octets[7] = static_cast<char>(octets[7] ^ 1);
    std::ofstream(key, std::ios::binary) << octets;
    reopen();
    EXPECT_EQ(delivered("connections", "a"), kHouse);
}

TEST_F(ConfigurationTest, StaysWhatItWasWhenTheDiskIsFull) {
    change({put("connections", "a", {{"name", "A"}})});
    std::vector<Change> many;
    for (int i = 0; i < 40; ++i) {
        many.push_back(put("everything", "main", {{"thisOne", std::string(900, 'x')}}));
        many.push_back(
            put("assignments", "x" + std::to_string(i),
                {{"connection", "a"}, {"object", "a"}, {"commandTopic", std::string(1000, 't')}}));
    }
    const auto draft = configuration().prepare(many);
    ASSERT_TRUE(draft);
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{80'000, before.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto committed = configuration().commit(*draft);
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, handler);
    ASSERT_FALSE(committed);
    EXPECT_EQ(committed.error().code, ErrorCode::Unavailable);
    EXPECT_EQ(configuration().revision(), 1U);
    EXPECT_THAT(*configuration().items("test", "assignments"), IsEmpty());
    EXPECT_TRUE(configuration().commit(*draft));
}

TEST_F(ConfigurationTest, KeepsStates) {
    ASSERT_TRUE(configuration().save_states({{"lamp", "on"}}));
    reopen();
    EXPECT_EQ(configuration().load_states()->at("lamp"), "on");
}

}  // namespace
}  // namespace busbar
