// SPDX-License-Identifier: Apache-2.0
// Configuration: killed at any moment, from its first start on.
//
// A child changes the configuration in every way there is and acknowledges each change, until
// SIGKILL ends it somewhere. Then the directory is opened again and must read exactly like that of
// a twin that was never killed, after as many changes as were acknowledged, or one more (the one
// that was under way): so nothing acknowledged is lost and nothing is there by half.
//
// BUSBAR_KILLS=<n> chooses how often (50), BUSBAR_SEED=<n> replays a failure.
#include <unistd.h>

#include <cstdlib>
#include <random>
#include <sstream>

#include "config/project.hpp"
#include "runtime/config/test_schema.hpp"
#include "state_directory.hpp"
#include "support/traced_child.hpp"

namespace busbar {
namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text != nullptr ? std::stoull(text) : otherwise;
}

enum class Step : std::uint8_t {
    Project,
    PutConnection,
    PatchConnection,
    RemoveConnection,
    SetStarted,
    Update,
    SaveStates,
};
constexpr int kSteps = 7;
constexpr std::uint64_t kChangesMax = 100'000;  // of one state directory

// The n-th change. Each kChangesMax of them belong to one state directory; the first of these fills
// it from a project, as a first start does.
Step step(std::uint64_t n) {
    if (n % kChangesMax == 0) return Step::Project;
    return static_cast<Step>(std::mt19937_64(n)() % kSteps);
}

// A house whose every part says which change it is of, so that parts of two cannot be mixed unseen.
Json house(std::uint64_t n) {
    const auto word = std::to_string(n);
    Json project{{"busbar", 1}, {"name", word}};
    for (std::uint64_t i = 0; i < 20; ++i) {
        const auto id = std::to_string(i);
        project["objects"]["object-" + id] = {{"name", word}};
        project["plugins"]["test"]["assignments"]["x" + id] = {
            {"connection", "house"}, {"object", "object-" + id}, {"commandTopic", word}};
        project["plugins"]["test"]["users"]["u" + id] = {{"name", std::to_string(100 * n + i)},
                                                         {"password", {{"value", word}}}};
    }
    project["plugins"]["test"]["connections"]["house"] = {
        {"name", "house " + word}, {"login", "LOGIN_NAME"}, {"password", {{"value", word}}}};
    return project;
}

// One configuration in a state directory, and what is done to it.
class Life {
 public:
    static Result<Life> begin(const std::filesystem::path& path) {
        auto directory = BUSBAR_TRY(StateDirectory::open(path));
        auto configuration = BUSBAR_TRY(Configuration::open(directory.path()));
        if (!configuration->add_schema("test", test_schema()).empty()) {
            return fail(ErrorCode::FailedPrecondition, "an item or a secret does not open");
        }
        return Life(std::move(directory), std::move(configuration));
    }

    // Makes the n-th change. What does not apply (an item that is not there) changes nothing.
    Status change(std::uint64_t n) {
        std::mt19937_64 random(n);
        random.discard(1);
        const auto id = "c" + std::to_string(random() % 4);
        const auto word = std::to_string(n);
        switch (step(n)) {
            case Step::Project:
                return commit(BUSBAR_TRY(plan_project(*configuration_, house(n), true)).draft);
            case Step::PutConnection:
                return commit(put("connections", id,
                                  {{"name", word}, {"login", "LOGIN_NAME"}, {"password", word}}));
            case Step::PatchConnection:
                return commit(patch("connections", id, {{"password", word}}));
            case Step::RemoveConnection:
                return commit(remove("connections", id));
            case Step::SetStarted:
                (void)configuration_->set_started("test", "connections", id, random() % 2 == 0);
                return {};
            case Step::Update:
                return configuration_->finish_update(configuration_->prepare_update("test"));
            case Step::SaveStates:
                BUSBAR_CHECK(configuration_->save_states({{id, word}, {"always", word}}));
                return {};
        }
        return {};
    }

    // All there is to read, with the secrets in clear.
    [[nodiscard]] std::string view() {
        std::ostringstream text;
        text << configuration_->revision() << '\n'
             << export_project(*configuration_).dump(1) << '\n';
        for (const auto& collection : configuration_->schema("test")->collections()) {
            for (const auto& item : configuration_->for_plugin("test", collection.name)) {
                text << collection.name << '/' << item.ShortDebugString() << '\n';
            }
        }
        const auto states = configuration_->load_states();
        if (!states) return states.error().message;
        for (const auto& [id, state] : *states) text << "state " << id << ' ' << state << '\n';
        return text.str();
    }

 private:
    Life(StateDirectory directory, std::unique_ptr<Configuration> configuration)
        : directory_(std::move(directory)), configuration_(std::move(configuration)) {}

    Status commit(Change change) {
        const auto draft = configuration_->prepare({std::move(change)});
        return draft ? commit(*draft) : Status{};
    }
    Status commit(const Draft& draft) {
        BUSBAR_CHECK(configuration_->commit(draft, {"still_used", "secret_missing"}));
        return {};
    }

    StateDirectory directory_;
    std::unique_ptr<Configuration> configuration_;
};

// A state directory whose runtime is killed again and again, and the twin it is compared with.
class Subject {
 public:
    // Which changes it gets.
    explicit Subject(std::uint32_t number) : changes_(number * kChangesMax) {}

    // Lets a child go on with the changes until its stop number `stops`.
    testing::ChildLife kill_at(std::uint64_t stops) {
        auto life = testing::live_and_die(stops, [this](const auto& acknowledge) {
            constexpr std::uint64_t kChangesOfALife = 200;
            auto child = Life::begin(directory_.path());
            if (!child) ::_exit(1);
            for (auto n = changes_; n < changes_ + kChangesOfALife; ++n) {
                if (!child->change(n)) ::_exit(2);
                acknowledge();
            }
        });
        EXPECT_EQ(life.code, 0);
        for (const auto i : life.unsynced) {
            EXPECT_EQ(step(changes_ + i), Step::SaveStates)
                << "a power cut could take change " << changes_ + i;
        }
        return life;
    }

    // Opens the directory again: the twin has to become the same by making the acknowledged
    // changes, or one more.
    void compare(std::uint64_t acknowledged) {
        for (std::uint64_t i = 0; i < acknowledged; ++i) ASSERT_TRUE(twin_.change(changes_++));
        auto again = Life::begin(directory_.path());
        ASSERT_TRUE(again) << again.error().message;
        const auto view = again->view();
        if (view == twin_.view()) return;
        ASSERT_TRUE(twin_.change(changes_++));
        ASSERT_EQ(view, twin_.view()) << "before change " << changes_;
    }

 private:
    testing::TemporaryDirectory directory_;
    testing::TemporaryDirectory twin_directory_;
    Life twin_ = Life::begin(twin_directory_.path()).value();
    std::uint64_t changes_;  // the next to make, of both
};

TEST(ConfigurationKills, LoseNothingAcknowledgedAndLeaveNothingByHalf) {
    const auto kills = from_environment("BUSBAR_KILLS", 50);
    const auto seed = from_environment("BUSBAR_SEED", std::random_device{}());
    SCOPED_TRACE("BUSBAR_SEED=" + std::to_string(seed));
    std::mt19937_64 random(seed);
    std::unique_ptr<Subject> subject;
    std::uint64_t acknowledged = 0;
    std::uint64_t first_starts = 0;
    for (std::uint64_t i = 0; i < kills && !HasFailure(); ++i) {
        const bool anew = !subject || random() % 3 == 0;
        if (anew) subject = std::make_unique<Subject>(static_cast<std::uint32_t>(random()));
        // A first start with its project has some four hundred stops, a change about twenty.
        const auto life = subject->kill_at(1 + random() % (anew ? 500 : 700));
        if (!life.error.empty()) GTEST_SKIP() << life.error;
        SCOPED_TRACE("kill " + std::to_string(i));
        subject->compare(life.acknowledged);
        acknowledged += life.acknowledged;
        first_starts += anew ? 1 : 0;
    }
    RecordProperty("acknowledged", std::to_string(acknowledged));
    RecordProperty("first_starts", std::to_string(first_starts));
    EXPECT_GT(acknowledged, 0U);
}

}  // namespace
}  // namespace busbar
