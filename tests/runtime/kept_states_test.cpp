// SPDX-License-Identifier: Apache-2.0
// KeptStates: what comes back after a restart, and what it costs the disk.
#include "kept_states.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <optional>

#include "runtime/bus/bus_client.hpp"
#include "support/temporary_directory.hpp"

namespace busbar {
namespace {

using namespace std::chrono_literals;

// A runtime as far as states are concerned, on a state directory that outlives it.
class House {
 public:
    explicit House(const std::filesystem::path& directory)
        : configuration_(Configuration::open(directory).value()) {
        EXPECT_TRUE(kept_states_.restore());
    }
    void mark(const std::string& id, bool keep = true) {
        Change change;
        change.kind = Change::Kind::PutObject;
        change.id = id;
        change.value = {{"keepAfterRestart", keep}};
        EXPECT_TRUE(configuration_->commit(configuration_->prepare({change}).value()));
    }
    std::chrono::seconds save() {
        const auto pause = kept_states_.save();
        EXPECT_TRUE(pause) << pause.error().message;
        return pause.value_or(0s);
    }
    [[nodiscard]] v1::StateChanged state(const std::string& id) const {
        v1::StateChanged state;
        const auto object = bus_.object(id);
        if (object) state.ParseFromString(object->state);
        return state;
    }
    [[nodiscard]] std::size_t rows() const { return configuration_->load_states()->size(); }

    ManualClock clock_;
    std::unique_ptr<Configuration> configuration_;
    Bus bus_{clock_, null_log()};
    BusClient owner_{bus_, "knx"};
    KeptStates kept_states_{bus_, *configuration_};
};

class KeptStatesTest : public ::testing::Test {
 protected:
    // As after a restart.
    House& restart() {
        house_.reset();
        return house_.emplace(directory_.path());
    }
    testing::TemporaryDirectory directory_;
    std::optional<House> house_;
};

TEST_F(KeptStatesTest, AMarkedObjectComesBackStaleAndAnotherDoesNot) {
    auto& first = restart();
    first.mark("counter");
    first.owner_.announce(1, "counter");
    first.owner_.announce(2, "lamp");
    first.owner_.publish(1, 42);
    first.owner_.publish(2, 1);
    EXPECT_EQ(first.save(), KeptStates::kIntervalMin);
    const auto time = first.state("counter").change_time_us();

    auto& second = restart();
    second.owner_.announce(1, "counter");
    second.owner_.announce(2, "lamp");
    EXPECT_EQ(second.state("counter").value().integer(), 42);
    EXPECT_EQ(second.state("counter").quality(), v1::QUALITY_STALE);
    EXPECT_EQ(second.state("counter").change_time_us(), time);
    EXPECT_FALSE(second.state("lamp").has_value());
    second.owner_.publish(1, 43);
    EXPECT_EQ(second.state("counter").quality(), v1::QUALITY_GOOD);
}

TEST_F(KeptStatesTest, AnObjectThatIsNotThereForARunIsStillKept) {
    auto& first = restart();
    first.mark("counter");
    first.owner_.announce(1, "counter");
    first.owner_.publish(1, 42);
    first.save();
    restart().save();  // its plugin did not run
    auto& third = restart();
    third.owner_.announce(1, "counter");
    EXPECT_EQ(third.state("counter").value().integer(), 42);
}

TEST_F(KeptStatesTest, AnObjectThatIsNotMarkedAnyMoreIsForgotten) {
    auto& first = restart();
    first.mark("counter");
    first.owner_.announce(1, "counter");
    first.owner_.publish(1, 42);
    first.save();
    EXPECT_EQ(first.rows(), 1U);
    first.mark("counter", false);
    first.save();
    EXPECT_EQ(first.rows(), 0U);
}

TEST_F(KeptStatesTest, EventsAndUnknownStatesAreNotKept) {
    auto& house = restart();
    for (const char* id : {"bell", "silent"}) house.mark(id);
    house.owner_.announce(1, "bell", v1::OBJECT_KIND_EVENT);
    house.owner_.announce(2, "silent");
    house.owner_.publish(1, 1);
    house.save();
    EXPECT_EQ(house.rows(), 0U);
}

TEST_F(KeptStatesTest, AStateThatOnlyBecameStaleIsNotWrittenAgain) {
    auto& house = restart();
    house.mark("counter");
    {
        BusClient owner(house.bus_, "mqtt-client");
        owner.announce(1, "counter");
        owner.publish(1, 42);
        house.save();
        house.bus_.leave(owner.id());
    }
    EXPECT_EQ(house.state("counter").quality(), v1::QUALITY_STALE);
    EXPECT_EQ(house.configuration_->save_states({}).value(), 0U);
    house.save();
    restart();
    EXPECT_EQ(house_->rows(), 1U);
}

// All octets this process has handed to the system, to files and everything else.
std::optional<std::uint64_t> octets_written() {
    std::ifstream file("/proc/self/io");
    std::string word;
    std::uint64_t number = 0;
    while (file >> word >> number) {
        if (word == "wchar:") return number;
    }
    return std::nullopt;
}

// An hour of `objects` marked objects with fifty changes a second, with saves when they are due.
// A megabyte is what the flash of a controller is to be spared to.
class KeptStatesCost : public KeptStatesTest, public ::testing::WithParamInterface<int> {};

TEST_P(KeptStatesCost, IsAtMostAMegabyteAnHourAtFiftyChangesASecond) {
    if (!octets_written()) GTEST_SKIP() << "this kernel does not count what a process writes";
    auto& house = restart();
    const auto objects = static_cast<std::uint32_t>(GetParam());
    std::vector<Change> changes(objects);
    for (std::uint32_t i = 0; i < objects; ++i) {
        changes[i].kind = Change::Kind::PutObject;
        changes[i].id = "storey-2-room-" + std::to_string(i) + "-set-point";
        changes[i].value = {{"keepAfterRestart", true}};
    }
    ASSERT_TRUE(house.configuration_->commit(house.configuration_->prepare(changes).value()));
    for (std::uint32_t i = 0; i < objects; ++i) house.owner_.announce(i + 1, changes[i].id);

    auto next = house.save();  // the start is not part of the hour
    int saves = 0;
    const auto before = *octets_written();
    std::int64_t value = 0;
    for (auto second = 0s; second < 1h; ++second) {
        for (int i = 0; i < 50; ++i, ++value) {
            house.owner_.publish(static_cast<std::uint32_t>(value * 7919 % objects) + 1, value);
        }
        if (second < next) continue;
        next = second + house.save();
        ++saves;
    }
    const auto octets = *octets_written() - before;
    RecordProperty("octets", std::to_string(octets));
    RecordProperty("saves", std::to_string(saves));
    EXPECT_LE(octets, KeptStates::kOctetsPerHour);
    EXPECT_GT(saves, 0);
}

INSTANTIATE_TEST_SUITE_P(Objects, KeptStatesCost, ::testing::Values(1, 50, 1000, 5000),
                         [](const auto& row) { return std::to_string(row.param); });

}  // namespace
}  // namespace busbar
